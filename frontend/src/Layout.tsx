import { useQuery } from "@tanstack/react-query";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { AccountMenu } from "./accounts/AccountMenu";
import { meQuery, type Me } from "./accounts/session";
import { SignInPage } from "./accounts/SignInPage";
import { PageError } from "./components/PageError";
import { Logo } from "./components/Logo";
import { PageBoundary } from "./components/PageBoundary";
import { Skeleton } from "./components/Skeleton";
import { ThemeSwitch } from "./components/ThemeSwitch";
import { Keyboard } from "./keyboard/Keyboard";
import { pages } from "./navigation";
import { usePageStart } from "./usePageStart";

/** The frame of every page. The sign-in form replaces the page in place, so the URL still opens that page afterwards. */
export function Layout() {
  const me = useQuery(meQuery());
  if (me.isPending) return <Loading />;
  if (me.data === undefined) {
    return <main className="page"><PageError title="Isograd" error={me.error} retry={() => void me.refetch()} /></main>;
  }
  return me.data === null ? <SignInPage /> : <Frame me={me.data} />;
}

/** The same as in index.html. */
function Loading() {
  return (
    <>
      <header className="top-bar">
        <div className="top-bar-inner">
          <span className="brand"><Logo /> <span>Isograd</span></span>
        </div>
      </header>
      <main className="page"><Skeleton lines={6} height={36} /></main>
    </>
  );
}

function Frame({ me }: { me: Me }) {
  const content = usePageStart();
  const { pathname } = useLocation();
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="top-bar">
        <div className="top-bar-inner">
          <Link to="/jobs" className="brand" aria-label="Isograd">
            <Logo /> <span>Isograd</span>
          </Link>
          <nav aria-label="Main">
            {pages.filter((page) => page.isMain && (me.administrator || !page.isForAdministrators))
              .map(({ to, title }) => <NavLink key={to} to={to}>{title}</NavLink>)}
          </nav>
          <Keyboard isAdministrator={me.administrator} />
          <ThemeSwitch />
          <AccountMenu me={me} />
        </div>
      </header>
      <main id="content" className="page" tabIndex={-1} ref={content}>
        <PageBoundary page={pathname}>
          <Outlet />
        </PageBoundary>
      </main>
    </>
  );
}
