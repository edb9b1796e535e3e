import { infiniteQueryOptions, queryOptions, type InfiniteData } from "@tanstack/react-query";
import { cursorPagination, get, post, url, type Page } from "../api/client";
import { ApiError, ConnectionError } from "../api/errors";
import type { Json, JsonObject } from "../api/json";
import { jobsKey, type Job } from "../jobs/jobs";

/** Mean and deviation over seeds; a single value has no deviation. */
export interface Figure {
  mean: number;
  sd: number | null;
}

export type Verdict = "higher" | "lower" | "none" | (string & {});

/** One variant and what its trainings gave. `jobs` has the order of the seeds. */
export interface Variant {
  label: string;
  changes: JsonObject;
  jobs: (string | null)[];
  n: number;
  testAccuracy: Figure | null;
  peakMemoryBytes: Figure | null;
  trainSeconds: Figure | null;
  difference: Figure | null;
  verdict: Verdict;
  stopped?: { epoch: number; testAccuracy: number | null } | null;
}

export interface Comparison {
  id: string;
  name: string;
  labels: Record<string, string>;
  isTerminal: boolean;
  states: Record<string, number>;
  spec: Json;
  seeds: number[];
  variants: Variant[];
  halving?: { epochs: number[]; keep: number; seed: number } | null;
  createdAt: string;
  finishedAt?: string | null;
}

export const comparisonsKey = ["comparisons"] as const;

const path = (id: string) => `/comparisons/${encodeURIComponent(id)}`;

export const comparisonsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...comparisonsKey, "list"],
    queryFn: ({ pageParam, signal }) => get<Page<Comparison>>("/comparisons", { limit: 20, after: pageParam }, signal),
    ...cursorPagination,
  });

/** Merges the pages; a comparison can move from one to the next while they load. */
export function comparisonsOf(data: InfiniteData<Page<Comparison>> | undefined): Comparison[] {
  const seen = new Map<string, Comparison>();
  data?.pages.forEach((page) => { page.data.forEach((one) => seen.set(one.id, one)); });
  return [...seen.values()];
}

export const comparisonQuery = (id: string) =>
  queryOptions({ queryKey: [...comparisonsKey, "one", id], queryFn: ({ signal }) => get<Comparison>(path(id), {}, signal) });

/** Its jobs with state and result, at most 100. */
export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: [...jobsKey, "comparison", id],
    queryFn: async ({ signal }) => (await get<Page<Job>>("/jobs", { label: `comparison:${id}`, limit: 200 }, signal)).data,
  });

export function cancelComparison(id: string): Promise<Comparison> {
  return post(`${path(id)}/cancel`, {});
}

/** The table as the server writes it for spreadsheets (`text/csv`) or for papers and pull requests (`text/markdown`). */
export async function tableText(id: string, type: "text/csv" | "text/markdown"): Promise<string> {
  const response = await fetch(url(path(id)), { headers: { Accept: type }, credentials: "same-origin" }).catch((error: unknown) => {
    throw new ConnectionError(error);
  });
  if (!response.ok) throw new ApiError(response.status, { title: `The server responded with ${response.status}` });
  return response.text();
}

/** The number of jobs that are over, of all. */
export function doneOf(comparison: Comparison): { done: number; all: number } {
  const count = (states: string[]) => states.reduce((sum, state) => sum + (comparison.states[state] ?? 0), 0);
  return {
    done: count(["SUCCEEDED", "FAILED", "CANCELLED"]),
    all: Object.values(comparison.states).reduce((sum, each) => sum + each, 0),
  };
}
