import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client";
import { jobKey } from "../jobs";

export interface ResultFile {
  name: string;
  bytes: number;
  sha256: string;
  href: string;
}

/** Loads only the files of a result; the job itself has the metrics. */
export const resultQuery = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "result"],
    queryFn: ({ signal }) => get<{ files?: ResultFile[] }>(`/jobs/${encodeURIComponent(job)}/result`, {}, signal),
    staleTime: Infinity,
  });
