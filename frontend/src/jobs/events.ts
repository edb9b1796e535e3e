import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";
import { jobKey, type Reason } from "./jobs";

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
  queryOptions({
    queryKey: eventsKey(job),
    queryFn: ({ signal }) => get<Page<JobEvent>>(`/jobs/${encodeURIComponent(job)}/events`, { limit: 200 }, signal),
  });
