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

/** The whole log: what is known already, and the lines after it. */
export const logQuery = (job: string) =>
  queryOptions({
    queryKey: logKey(job),
    queryFn: async ({ client, queryKey, signal }): Promise<LogLine[]> => {
      let known = client.getQueryData<LogLine[]>(queryKey) ?? [];
      for (let page = 0; page < maxPages; page++) {
        const after = known.at(-1)?.line;
        const news = await get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { after, limit: pageSize }, signal);
        if (news.data.length > 0) known = [...known, ...news.data];
        if (!news.hasMore) break;
      }
      return known;
    },
  });

export interface LogSearch {
  stream: string;
  contains: string;
}

/** What the server finds in the whole log, at most one page of it. */
export const logSearchQuery = (job: string, { stream, contains }: LogSearch) =>
  queryOptions({
    queryKey: [...jobKey(job), "log-search", stream, contains],
    queryFn: ({ signal }) =>
      get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { limit: pageSize, stream, contains }, signal),
  });

/** The lines with those that came after them; undefined where some are missing in between. */
export function withNewLines(known: LogLine[], news: LogLine[]): LogLine[] | undefined {
  const end = known.at(-1)?.line ?? 0;
  const later = news.filter(({ line }) => line > end);
  const first = later[0];
  if (first === undefined) return known;
  return first.line === end + 1 ? [...known, ...later] : undefined;
}
