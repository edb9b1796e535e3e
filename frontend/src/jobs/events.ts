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

export const eventsQuery = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "events"],
    queryFn: ({ signal }) => get<Page<JobEvent>>(`/jobs/${encodeURIComponent(job)}/events`, { limit: 200 }, signal),
  });
