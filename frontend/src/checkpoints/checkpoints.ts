import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, type Page } from "../api/client";

export interface Checkpoint {
  id: string;
  job: string;
  attempt: number;
  epoch: number;
  step: number;
  reason: string;
  state: string;
  bytes: number;
  sha256: string;
  testAccuracy: number | null;
  testLoss: number | null;
  pinned: boolean;
  createdAt: string;
}

/** A link that is valid for a few minutes, and the file behind it. */
export interface Download {
  url: string;
  expiresAt: string;
  bytes: number;
  sha256: string;
  fileName: string;
}

export const checkpointsKey = (job: string) => ["jobs", "one", job, "checkpoints"] as const;

/** Newest first. */
export const checkpointsQuery = (job: string) =>
  queryOptions({
    queryKey: checkpointsKey(job),
    queryFn: ({ signal }) => get<Page<Checkpoint>>(`/jobs/${encodeURIComponent(job)}/checkpoints`, { limit: 200 }, signal),
  });

export function isUsable(checkpoint: Checkpoint): boolean {
  return checkpoint.state === "COMMITTED";
}

export function usePin(checkpoint: Checkpoint) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (pinned: boolean) => patch<Checkpoint>(`/checkpoints/${encodeURIComponent(checkpoint.id)}`, { pinned }),
    onSettled: () => client.invalidateQueries({ queryKey: checkpointsKey(checkpoint.job) }),
  });
}

export function useDownload(checkpoint: Checkpoint) {
  return useMutation({
    mutationFn: () => post<Download>(`/checkpoints/${encodeURIComponent(checkpoint.id)}/download`),
    onSuccess: startDownload,
  });
}

/** The response is an attachment, so the browser does not leave the page. */
function startDownload({ url, fileName }: Download): void {
  const link = document.createElement("a");
  link.href = ofThisService(url);
  link.download = fileName;
  link.click();
}

/** A link to the service itself works at the address at which this page found it, such as that of a tunnel. */
export function ofThisService(url: string): string {
  const { pathname, search } = new URL(url, window.location.href);
  return pathname.startsWith("/api/v1/") ? pathname + search : url;
}
