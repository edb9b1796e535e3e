import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";

export interface RunningJob {
  id: string;
  name: string;
  state: string;
  attempt: number;
  slots: number;
  startedAt: string | null;
}

export interface Worker {
  id: string;
  name: string;
  device: string;
  slots: number;
  slotsInUse: number;
  running: RunningJob[];
  /** The number of running jobs from other projects, whose details are hidden. */
  othersRunning: number;
  version: string | null;
  startedAt: string;
  lastSeenAt: string;
  stale: boolean;
}

/** The largest page size that the API allows. */
const pageSize = 200;

export const workersQuery = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => get<Page<Worker>>("/workers", { limit: pageSize }, signal) });

/** Sorts by name, with stale workers last, so that no card moves when a worker restarts. */
export function sortWorkers(workers: Worker[]): Worker[] {
  return workers.toSorted((one, other) => Number(one.stale) - Number(other.stale) || one.name.localeCompare(other.name));
}
