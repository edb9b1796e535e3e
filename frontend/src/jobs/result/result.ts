import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client";
import { jobKey } from "../jobs";

export interface ResultFile {
  name: string;
  bytes: number;
  sha256: string;
  href: string;
}

/** The figures themselves are on the job; asked for here are the files. */
export const resultQuery = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "result"],
    queryFn: ({ signal }) => get<{ files?: ResultFile[] }>(`/jobs/${encodeURIComponent(job)}/result`, {}, signal),
    staleTime: Infinity,
  });
