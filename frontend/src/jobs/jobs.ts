import { queryOptions } from "@tanstack/react-query";
import { get, mergePatch, post } from "../api/client";
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
  rule: { type: string; weight?: number };
  optimizer?: { learningRate?: number };
  batchSize?: number;
  seed?: number;
  split?: { modules?: number; boundaries?: number[] };
  epochs: number;
};

export interface Result {
  testAccuracy?: number;
  testLoss?: number;
  bestTestAccuracy?: number;
  /** The epoch whose parameters validation chose; absent if the training ended with those of the last one. */
  bestEpoch?: number;
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
  /** Servers before version 0.2 have no notes, archive or owners. */
  notes?: string;
  archived?: boolean;
  owner?: { id: string; name: string } | null;
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
  etag?: string;
}

export interface NewJob {
  name?: string;
  labels?: Record<string, string>;
  priority?: number;
  notes?: string;
  spec: Json;
}

export function isImport(job: Job): boolean {
  return job.kind === "import";
}

export const jobsKey = ["jobs"] as const;
export const jobKey = (id: string) => [...jobsKey, "one", id] as const;

export interface JobChanges {
  name?: string;
  notes?: string;
  priority?: number;
  archived?: boolean;
  /** Null removes a label. */
  labels?: Record<string, string | null>;
}

/** Changes the given fields. With a tag, only if nobody else has changed the job since. */
export function editJob(id: string, changes: JobChanges, etag?: string): Promise<Job> {
  return mergePatch(`/jobs/${encodeURIComponent(id)}`, changes, etag);
}

export const jobQuery = (id: string) =>
  queryOptions({ queryKey: jobKey(id), queryFn: ({ signal }) => get<Job>(`/jobs/${encodeURIComponent(id)}`, {}, signal) });

export function submitJob(job: NewJob, idempotencyKey: string | undefined): Promise<Job> {
  return post("/jobs", job, idempotencyKey);
}
