import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { get, post, remove } from "../api/client";
import { isTransient, isSignedOut } from "../api/errors";

export interface Me {
  account: { id: string; name: string };
  project: { id: string; name: string };
  authentication: string;
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

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => post("/session", { key }),
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
