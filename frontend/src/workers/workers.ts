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

export const workersQuery = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => get<Page<Worker>>("/workers", {}, signal) });
