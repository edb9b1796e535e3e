import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";
import { jobKey } from "./jobs";

export interface LogLine {
  line: number;
  stream: string;
  at: string;
  text: string;
}

const pageSize = 1000;
const pagesAtOnce = 10;

/** The whole log: what is known already, and the lines after it. */
export const logQuery = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "log"],
    queryFn: async ({ client, queryKey, signal }): Promise<LogLine[]> => {
      let known = client.getQueryData<LogLine[]>(queryKey) ?? [];
      for (let page = 0; page < pagesAtOnce; page++) {
        const after = known.at(-1)?.line;
        const news = await get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { after, limit: pageSize }, signal);
        if (news.data.length > 0) known = [...known, ...news.data];
        if (!news.hasMore) break;
      }
      return known;
    },
  });

/** Lines of one stream ("" is all) that contain the text, whatever its case. */
export function matching(lines: LogLine[], stream: string, text: string): LogLine[] {
  const wanted = text.toLowerCase();
  return lines.filter(
    (line) => (stream === "" || line.stream === stream) && (wanted === "" || line.text.toLowerCase().includes(wanted)),
  );
}
