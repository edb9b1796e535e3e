import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";

/** The newest jobs that have all words in name, id, notes or labels. */
export const foundJobsQuery = (words: string) =>
  queryOptions({
    queryKey: ["jobs", "found", words],
    queryFn: async ({ signal }) =>
      (await get<Page<{ id: string; name: string; state: string }>>("/jobs", { q: words, limit: 8, summary: "true" }, signal)).data,
  });
