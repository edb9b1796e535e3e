import { useState, type ReactNode, type SyntheticEvent } from "react";
import { isSignedOut } from "../api/errors";
import { ErrorMessage } from "../components/ErrorMessage";
import { Logo } from "../components/Logo";
import { ThemeSwitch } from "../components/ThemeSwitch";
import { ProviderSignIn } from "./ProviderSignIn";
import { useSignIn } from "./session";

/** Replaces every page until the user signs in. A notice, such as a failed link, comes first. */
export function SignInPage({ children }: { children?: ReactNode }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card panel">
        <h1>
          <Logo /> Sign in to Isograd
        </h1>
        {children}
        <ProviderSignIn />
        <SignInForm />
        <div className="sign-in-help">
          <h2>Where do I find my key?</h2>
          <ul>
            <li>
              At each start, Isograd prints a link that signs you in once, within 15 minutes. Look for{" "}
              <code>/sign-in?token=</code> in the output.
            </li>
            <li>
              The administrator&rsquo;s key is stored in <code>data/admin.key</code> on the machine that runs Isograd.
            </li>
            <li>Other users get a key from their administrator.</li>
          </ul>
        </div>
      </div>
      <ThemeSwitch />
    </main>
  );
}

function SignInForm() {
  const [key, setKey] = useState("");
  const signIn = useSignIn();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (key.trim() !== "") signIn.mutate({ key: key.trim() });
  };
  return (
    <form onSubmit={submit} className="stack">
      <div className="field">
        <label htmlFor="key">API key</label>
        <input
          id="key"
          name="key"
          type="password"
          autoComplete="current-password"
          autoFocus
          spellCheck={false}
          className="mono"
          placeholder="isg_…"
          value={key}
          aria-invalid={signIn.isError}
          onChange={(event) => { setKey(event.target.value); }}
        />
      </div>
      {signIn.isError &&
        (isSignedOut(signIn.error) ? (
          <p className="notice notice-danger" role="alert">
            Unknown API key. Check that you copied the whole key and that it has not been revoked.
          </p>
        ) : (
          <ErrorMessage error={signIn.error} />
        ))}
      <button className="button button-primary" disabled={signIn.isPending || key.trim() === ""}>
        {signIn.isPending ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}
