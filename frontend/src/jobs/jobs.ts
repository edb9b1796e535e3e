import { infiniteQueryOptions, queryOptions, type InfiniteData } from "@tanstack/react-query";
import { get, cursorPagination, post, type Page } from "../api/client";
import type { Json } from "../api/json";
import type { Isolation, MemoryResult } from "./resultMetrics";

/** Newer servers may add states. Use `isTerminal` to see whether a job has ended, never a list of states. */
export type JobState =
  | "QUEUED" | "RUNNING" | "PAUSING" | "PAUSED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED"
  | (string & {});

export interface Reason {
  code: string;
  message: string;
  retryable?: boolean;
  fault?: string;
}

export interface Progress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  fraction: number;
  etaSeconds: number | null;
}

export interface Attempt {
  number: number;
  worker: string | null;
  device: string | null;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
}

/** The job that this one is a retry or fork of; `checkpoint` is null if training starts from the beginning. */
export interface Origin {
  kind: "RETRY" | "FORK" | (string & {});
  job: string;
  checkpoint: string | null;
}

/** The fields of a spec that pages read; all others are only passed on. */
// A type, because an interface is not assignable to Json.
export type Spec = {
  dataset: string;
  network: { type: string; depth?: number; width?: number };
  rule: { type: string };
  split?: { modules?: number; boundaries?: number[] };
  epochs: number;
};

export interface Result {
  testAccuracy?: number;
  testLoss?: number;
  bestTestAccuracy?: number;
  trainSeconds?: number;
  imagesPerSecond?: number;
  peakMemoryBytes?: number;
  memory?: MemoryResult;
  moduleAccuracies?: number[];
  boundaryCosines?: (number | null)[];
  isolation?: Isolation;
  parameters?: number;
  weightsSha256?: string;
  versions?: Record<string, Json>;
}

export interface Job {
  id: string;
  /** What the job does. The spec of an import has other fields than `dataset`; servers without imports send no kind. */
  kind?: "training" | "import" | (string & {});
  name: string;
  labels: Record<string, string>;
  priority: number;
  state: JobState;
  phase: string | null;
  isTerminal: boolean;
  reason: Reason | null;
  blockedBy: string | null;
  progress: Progress | null;
  attempt: number;
  attempts: Attempt[];
  origin: Origin | null;
  slots: number;
  spec: Spec;
  result: Result | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface NewJob {
  name?: string;
  spec: Json;
}

export interface JobFilter {
  state: string;
  name: string;
}

export function isImport(job: Job): boolean {
  return job.kind === "import";
}

const pageSize = 50;

export const jobsKey = ["jobs"] as const;
export const jobKey = (id: string) => [...jobsKey, "one", id] as const;

export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Job>>("/jobs", { limit: pageSize, after: pageParam, state: filter.state, name: filter.name }, signal),
    ...cursorPagination,
  });

/** Merges the pages. New jobs may arrive between two page requests, so a job can appear on two pages. */
export function jobsOf(data: InfiniteData<Page<Job>> | undefined): Job[] {
  const seen = new Map<string, Job>();
  data?.pages.forEach((page) => { page.data.forEach((job) => seen.set(job.id, job)); });
  return [...seen.values()];
}

export const jobQuery = (id: string) =>
  queryOptions({ queryKey: jobKey(id), queryFn: ({ signal }) => get<Job>(`/jobs/${encodeURIComponent(id)}`, {}, signal) });

export function submitJob(job: NewJob, idempotencyKey: string | undefined): Promise<Job> {
  return post("/jobs", job, idempotencyKey);
}
