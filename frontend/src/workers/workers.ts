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
  /** Jobs of other projects, of which nothing more is told. */
  othersRunning: number;
  version: string | null;
  startedAt: string;
  lastSeenAt: string;
  stale: boolean;
}

/** As many as one page may hold. */
const pageSize = 200;

export const workersQuery = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => get<Page<Worker>>("/workers", { limit: pageSize }, signal) });

/** Those that are not heard of last, each part by name, so that no card moves when a worker starts anew. */
export function sortWorkers(workers: Worker[]): Worker[] {
  return workers.toSorted((one, other) => Number(one.stale) - Number(other.stale) || one.name.localeCompare(other.name));
}
