import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Navigate, useSearchParams } from "react-router";
import { isSignedOut } from "../api/errors";
import { ErrorMessage } from "../components/ErrorMessage";
import { meQuery, useSignIn } from "./session";
import { SignInPage } from "./SignInPage";
import { signInProblem } from "./signInProblem";

/**
 * The page of a printed sign-in link, and of a sign-in that failed at the identity provider. Without either, the dashboard
 * asks for a key if nobody is signed in.
 */
export function SignInLinkPage() {
  const [parameters] = useSearchParams();
  const token = parameters.get("token");
  const problem = parameters.get("problem");
  if (problem !== null) return <FailedSignIn problem={problem} />;
  return token === null ? <Navigate to="/jobs" replace /> : <LinkSignIn token={token} />;
}

function FailedSignIn({ problem }: { problem: string }) {
  const me = useQuery(meQuery());
  if (me.data) return <Navigate to="/jobs" replace />;
  return (
    <SignInPage>
      <p className="notice notice-danger" role="alert">
        {signInProblem(problem)}
      </p>
    </SignInPage>
  );
}

function LinkSignIn({ token }: { token: string }) {
  const me = useQuery(meQuery());
  const { mutate, isSuccess, error } = useSignIn();
  const { refetch } = me;
  useEffect(() => {
    // A token works once, and in development React runs effects twice: the first timer is cleared.
    // If the link no longer works, the browser may still be signed in.
    const timer = setTimeout(() => { mutate({ token }, { onError: () => void refetch() }); });
    return () => { clearTimeout(timer); };
  }, [mutate, refetch, token]);

  if (isSuccess || (error !== null && me.data)) return <Navigate to="/jobs" replace />;
  if (error === null) {
    return (
      <main className="sign-in">
        <p role="status">Signing in…</p>
      </main>
    );
  }
  return (
    <SignInPage>
      {isSignedOut(error) ? (
        <p className="notice notice-danger" role="alert">
          This sign-in link no longer works. It was used already, or it is older than 15 minutes. Sign in with an API key, or
          restart Isograd to get another link.
        </p>
      ) : (
        <ErrorMessage error={error} retry={() => { mutate({ token }); }} />
      )}
    </SignInPage>
  );
}
