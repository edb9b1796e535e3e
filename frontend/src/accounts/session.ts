import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { get, post, remove } from "../api/client";
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
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
}

/** An API key, or the token of a sign-in link. */
export type Credential = { key: string } | { token: string };

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credential: Credential) => post("/session", credential),
    onSuccess: () => client.invalidateQueries(meQuery()),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove("/session"),
    onSuccess: () => { clearSession(client); },
  });
}
