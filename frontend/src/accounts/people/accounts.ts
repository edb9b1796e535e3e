import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, type Page } from "../../api/client";

/** An account, as administrators see it. */
export interface Account {
  id: string;
  name: string;
  email: string | null;
  administrator: boolean;
  active: boolean;
  createdAt: string;
  /** Address of the identity provider at which the account signs in; null for accounts made here. */
  issuer: string | null;
  /** The secret of the first key, only in the answer that creates the account. */
  key?: string;
}

/** The accounts of the service, 200 at most. */
export const accountsQuery = () =>
  queryOptions({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => get<Page<Account>>("/accounts", { limit: 200 }, signal),
  });

export function useCreateAccount() {
  const client = useQueryClient();
  return useMutation({
    // Without an Idempotency-Key: a repeated answer would not have the secret.
    mutationFn: (account: { name: string; email?: string }) => post<Account>("/accounts", account),
    onSuccess: () => client.invalidateQueries(accountsQuery()),
  });
}

export function useEditAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...changes }: { id: string; active?: boolean; administrator?: boolean }) =>
      patch<Account>(`/accounts/${encodeURIComponent(id)}`, changes),
    onSuccess: () => client.invalidateQueries(accountsQuery()),
  });
}
