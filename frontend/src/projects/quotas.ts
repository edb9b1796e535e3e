import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, type Page } from "../api/client";
import type { Project } from "../accounts/session";

/** What a project may use; null for no limit. */
export interface Quotas {
  /** Slots that its jobs may use at once. */
  slots: number | null;
  /** Bytes that its files may take. */
  bytes: number | null;
}

const GIB = 2 ** 30;

const quotasKey = (project: string) => ["quotas", project];

/** The project among those of the account, 200 at most; null if it is not among them. */
export const quotasQuery = (project: string) =>
  queryOptions({
    queryKey: quotasKey(project),
    queryFn: async ({ signal }): Promise<Quotas | null> => {
      const projects = await get<Page<Project & Quotas>>("/projects", { limit: 200 }, signal);
      const own = projects.data.find(({ id }) => id === project);
      return own ? { slots: own.slots, bytes: own.bytes } : null;
    },
  });

export function useEditQuotas(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Quotas>) => patch<Quotas>(`/projects/${encodeURIComponent(project)}`, changes),
    onSuccess: ({ slots, bytes }) => { client.setQueryData<Quotas>(quotasKey(project), { slots, bytes }); },
  });
}

/** Whole GiB as such, and anything else exactly, so that a quota set by an API call is shown as it is. */
export function gibText(bytes: number | null): string {
  return bytes === null ? "" : String(bytes / GIB);
}

export function bytesOf(gib: string): number | null {
  return gib.trim() === "" ? null : Math.round(Number(gib) * GIB);
}
