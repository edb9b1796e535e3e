import { queryOptions } from "@tanstack/react-query";
import { post } from "../../api/client";
import { jobKey, type Job } from "../jobs";

/** What one module keeps, in bytes, and its part of the time of a step. Weights are numbers of four bytes. */
export interface ModuleMemory {
  module: number;
  activations: number;
  weights: number;
  /** The names of its blocks, from input to output. */
  blocks?: string[];
  timeShare?: number;
}

/** The estimate of each module, from a plan of the job's spec. Nothing is started. */
export const moduleMemoryQuery = (job: Job) =>
  queryOptions({
    queryKey: [...jobKey(job.id), "module-memory"],
    queryFn: async () => (await post<{ memory: { modules: ModuleMemory[] } }>("/plans", { spec: job.spec })).memory.modules,
    staleTime: Infinity,
    // A data set that was deleted since has no plan; the drawer then leaves the estimate out.
    retry: false,
  });
