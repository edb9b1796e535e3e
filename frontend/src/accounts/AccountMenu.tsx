import { useEffect, useRef } from "react";
import { useSignOut, type Me } from "./session";

export function AccountMenu({ me }: { me: Me }) {
  const signOut = useSignOut();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const outside = event.target instanceof Node && !menu.current?.contains(event.target);
      if (menu.current && (outside || (event instanceof KeyboardEvent && event.key === "Escape"))) {
        menu.current.open = false;
      }
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details className="menu" ref={menu}>
      <summary className="button button-quiet" aria-label={`Account: ${me.account.name}`}>
        <span className="avatar" aria-hidden="true">
          {me.account.name.slice(0, 1).toUpperCase()}
        </span>
      </summary>
      <div className="menu-sheet">
        <dl className="menu-facts">
          <dt>Account</dt>
          <dd>{me.account.name}</dd>
          <dt>Project</dt>
          <dd>{me.project.name}</dd>
        </dl>
        <button className="button" onClick={() => { signOut.mutate(); }} disabled={signOut.isPending}>
          Sign out
        </button>
      </div>
    </details>
  );
}
