import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../../api/client";
import { jobKey } from "../jobs";

export interface LogLine {
  line: number;
  stream: string;
  at: string;
  text: string;
}

const pageSize = 5000;
const maxPages = 4;

export const logKey = (job: string) => [...jobKey(job), "log"] as const;

/** The whole log. A refetch loads only the lines after those already loaded. */
export const logQuery = (job: string) =>
  queryOptions({
    queryKey: logKey(job),
    queryFn: ({ client, queryKey, signal }) => fetchLog(job, { stream: "", contains: "" }, client.getQueryData<LogLine[]>(queryKey), maxPages, signal),
  });

export interface LogSearch {
  stream: string;
  contains: string;
}

/** The matches in the whole log, found by the server; at most one page. */
export const logSearchQuery = (job: string, { stream, contains }: LogSearch) =>
  queryOptions({
    queryKey: [...jobKey(job), "log-search", stream, contains],
    queryFn: ({ signal }) =>
      get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { limit: pageSize, stream, contains }, signal),
  });

/** The known lines and those after them that match: all of them unless the pages are limited. */
export async function fetchLog(job: string, search: LogSearch, known: LogLine[] = [], pages = Infinity, signal?: AbortSignal): Promise<LogLine[]> {
  const added: LogLine[] = [];
  for (let page = 0; page < pages; page++) {
    const after = (added.at(-1) ?? known.at(-1))?.line;
    const response = await get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { after, limit: pageSize, ...search }, signal);
    added.push(...response.data);
    if (!response.hasMore || response.data.length === 0) break;
  }
  return added.length > 0 ? [...known, ...added] : known;
}

/** Appends new lines; undefined if lines in between are missing. */
export function withNewLines(known: LogLine[], added: LogLine[]): LogLine[] | undefined {
  const end = known.at(-1)?.line ?? 0;
  const later = added.filter(({ line }) => line > end);
  const first = later[0];
  if (first === undefined) return known;
  return first.line === end + 1 ? [...known, ...later] : undefined;
}
