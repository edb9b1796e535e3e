import { infiniteQueryOptions, type InfiniteData } from "@tanstack/react-query";
import { get, cursorPagination, type Page } from "../../api/client";
import { jobKey, type Reason } from "../jobs";

export interface JobEvent {
  id: string;
  type: string;
  at: string;
  from: string | null;
  to: string | null;
  reason: Reason | null;
  message: string | null;
  attempt: number | null;
}

export const eventsKey = (job: string) => [...jobKey(job), "events"] as const;

export const eventsQuery = (job: string) =>
  infiniteQueryOptions({
    queryKey: eventsKey(job),
    queryFn: ({ pageParam, signal }) =>
      get<Page<JobEvent>>(`/jobs/${encodeURIComponent(job)}/events`, { limit: 100, after: pageParam }, signal),
    ...cursorPagination,
  });

/**
 * Adds the events of a stream (oldest first) to the loaded events (newest first). A stream starts with past events, so while
 * older pages are not loaded, an unknown event may belong to one of them. The result is then undefined: only a refetch can tell.
 */
export function withEvents(known: InfiniteData<Page<JobEvent>>, added: JobEvent[]): InfiniteData<Page<JobEvent>> | undefined {
  const [newest, ...older] = known.pages;
  const ids = new Set(known.pages.flatMap(({ data }) => data.map(({ id }) => id)));
  const unknown = added.filter(({ id }) => !ids.has(id)).toReversed();
  if (newest === undefined || unknown.length === 0) return known;
  if (known.pages.at(-1)?.hasMore) return undefined;
  return { ...known, pages: [{ ...newest, data: [...unknown, ...newest.data] }, ...older] };
}
