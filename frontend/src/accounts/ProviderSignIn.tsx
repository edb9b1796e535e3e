import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { signInWaysQuery } from "./session";

/** A link to the identity provider, if the service has one. It leads back to the page that asked for the sign-in. */
export function ProviderSignIn() {
  const ways = useQuery(signInWaysQuery());
  const { pathname, search } = useLocation();
  const provider = ways.data?.provider;
  if (!provider) return null;
  const page = pathname === "/sign-in" ? "/jobs" : pathname + search;
  return (
    <>
      <a className="button button-primary" href={`${provider.signIn}?${new URLSearchParams({ return: page }).toString()}`}>
        Sign in with {provider.name}
      </a>
      <p className="sign-in-or">or with an API key</p>
    </>
  );
}
