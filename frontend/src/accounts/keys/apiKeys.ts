import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post, remove, type Page } from "../../api/client";

/** Each scope includes the ones before it. */
export type Scope = "read" | "submit" | "admin";

export interface ApiKey {
  id: string;
  name: string;
  /** The public part of the secret. */
  prefix: string;
  /** Id of the account that the key acts for. */
  account: string | null;
  project: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  /** The secret, only in the answer that creates the key. */
  key?: string;
}

export interface NewApiKey {
  name: string;
  project?: string;
  scopes: Scope[];
  expiresAt: string | null;
}

/** The keys of the project, 200 at most. */
export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => get<Page<ApiKey>>("/api-keys", { limit: 200 }, signal),
  });

export function useCreateApiKey() {
  const client = useQueryClient();
  return useMutation({
    // Without an Idempotency-Key: a repeated answer would not have the secret.
    mutationFn: ({ expiresAt, ...key }: NewApiKey) => post<ApiKey>("/api-keys", { ...key, ...(expiresAt !== null && { expiresAt }) }),
    onSuccess: () => client.invalidateQueries(apiKeysQuery()),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => remove(`/api-keys/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries(apiKeysQuery()),
  });
}

const scopes: Scope[] = ["read", "submit", "admin"];

/** The scopes that a key with this highest one has. */
export function scopesUpTo(highest: Scope): Scope[] {
  return scopes.slice(0, scopes.indexOf(highest) + 1);
}

const rights: Record<Scope, string> = { read: "Read", submit: "Read and train", admin: "Everything" };

/** What a key may do, in words. */
export function rightsOf(key: Pick<ApiKey, "scopes">): string {
  const highest = scopes.findLast((scope) => key.scopes.includes(scope));
  return highest === undefined ? "Nothing" : rights[highest];
}

export function isExpired(key: ApiKey, now: number): boolean {
  return key.expiresAt !== null && Date.parse(key.expiresAt) <= now;
}
