import { Link } from "react-router";
import { initial } from "../components/format";
import { Menu } from "../components/Menu";
import { ProjectChoice } from "./ProjectChoice";
import { useSignOut, type Me } from "./session";

export function AccountMenu({ me }: { me: Me }) {
  const signOut = useSignOut();
  const avatar = <span className="avatar" aria-hidden="true">{initial(me.account.name)}</span>;
  return (
    <Menu label={`Account: ${me.account.name}`} summary={avatar} className="button-plain menu-avatar">
      <dl className="menu-details">
        <dt>Account</dt>
        <dd className="user-text">{me.account.name} <code className="muted">{me.account.id}</code></dd>
        <dt>Project</dt>
        <dd className="user-text">{me.project.name}</dd>
        {me.issuer !== null && (
          <>
            <dt>Signs in at</dt>
            <dd className="user-text">{hostOf(me.issuer)}</dd>
          </>
        )}
      </dl>
      {me.issuer !== null && <ProjectChoice current={me.project.id} />}
      <Link className="button" to="/api-keys">API keys</Link>
      <Link className="button" to="/members">Members</Link>
      <Link className="button" to="/project">Project settings</Link>
      {me.administrator && <Link className="button" to="/accounts">Accounts</Link>}
      {me.scopes.includes("admin") && <Link className="button" to="/webhooks">Webhooks</Link>}
      <Link className="button" to="/jobs/deleted">Deleted jobs</Link>
      <button className="button" onClick={() => { signOut.mutate(); }} disabled={signOut.isPending}>
        Sign out
      </button>
    </Menu>
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
