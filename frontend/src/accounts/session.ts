import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { get, post, put, remove, type Page } from "../api/client";
import { isTransient, isSignedOut } from "../api/errors";

export interface Me {
  account: { id: string; name: string };
  project: { id: string; name: string };
  authentication: string;
  /** Role of the account in the project. */
  role: string;
  /** What the credential may do in the project. */
  scopes: string[];
  /** Whether the credential may manage accounts and projects. */
  administrator: boolean;
  /** Address of the identity provider at which the account signs in; null for accounts made here. */
  issuer: string | null;
}

/** Ways to sign in besides an API key. */
export interface SignInWays {
  provider: { name: string; signIn: string } | null;
}

export interface Project {
  id: string;
  name: string;
  /** Null if the account is no member. */
  role: string | null;
}

export const signInWaysQuery = () =>
  queryOptions({
    queryKey: ["sign-in-ways"],
    queryFn: ({ signal }) => get<SignInWays>("/oidc", {}, signal),
    staleTime: 60_000,
  });

/** The projects of the account, 200 at most. */
export const projectsQuery = () =>
  queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => get<Page<Project>>("/projects", { limit: 200 }, signal),
    staleTime: 60_000,
  });

/** Lets the session act in another project. Everything on the page belongs to the old one. */
export function useEnterProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (project: string) => put("/session/project", { project }),
    onSuccess: () => client.resetQueries(),
  });
}

/** Null if no user is signed in. */
export const meQuery = () =>
  queryOptions<Me | null>({
    queryKey: ["me"],
    queryFn: async ({ signal }) => {
      try {
        return await get<Me>("/me", {}, signal);
      } catch (error) {
        if (isSignedOut(error)) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    retry: (failures, error) => isTransient(error) && failures < 3,
  });

/** Drops all data loaded while signed in. The sign-in page appears instead. */
export function clearSession(client: QueryClient): void {
  client.setQueryData(meQuery().queryKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" && query.queryKey[0] !== "sign-in-ways" });
}

/** An API key, or the token of a sign-in link. */
export type Credential = { key: string } | { token: string };

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credential: Credential) => post("/session", credential),
    onSuccess: async () => {
      // A request from before the sign-in would answer that nobody is signed in. Invalidation alone waits for the first one.
      await client.cancelQueries(meQuery());
      await client.invalidateQueries(meQuery());
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove("/session"),
    onSuccess: () => { clearSession(client); },
  });
}
