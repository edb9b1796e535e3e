import { Menu } from "../components/Menu";
import { useSignOut, type Me } from "./session";

export function AccountMenu({ me }: { me: Me }) {
  const signOut = useSignOut();
  const avatar = <span className="avatar" aria-hidden="true">{me.account.name.slice(0, 1).toUpperCase()}</span>;
  return (
    <Menu label={`Account: ${me.account.name}`} summary={avatar} className="button-plain menu-avatar">
      <dl className="menu-details">
        <dt>Account</dt>
        <dd>{me.account.name}</dd>
        <dt>Project</dt>
        <dd>{me.project.name}</dd>
      </dl>
      <button className="button" onClick={() => { signOut.mutate(); }} disabled={signOut.isPending}>
        Sign out
      </button>
    </Menu>
  );
}
