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

/** A GPU, or the CPU of a worker. */
export interface Device {
  id: string;
  kind: string;
  name: string;
  slots: number;
  totalBytes: number;
  usedBytes: number;
  /** From 0 to 1. */
  utilization: number | null;
  /** Degrees Celsius. */
  temperature: number | null;
  state: string;
  /** Why the device is out of service. */
  reason: string | null;
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
  devices: Device[];
  version: string | null;
  startedAt: string;
  lastSeenAt: string;
  stale: boolean;
}

export const isOutOfService = (device: Device) => device.state === "quarantined" || device.state === "unusable";

/** Whether a job for a GPU could run: while no worker runs, one with a GPU may start. */
export function mayHaveGpu(workers: Worker[]): boolean {
  const running = workers.filter((worker) => !worker.stale);
  return running.length === 0 || running.some(({ devices }) => devices.some((device) => device.kind === "gpu" && !isOutOfService(device)));
}

/** The largest page size that the API allows. */
const pageSize = 200;

export const workersQuery = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => get<Page<Worker>>("/workers", { limit: pageSize }, signal) });

/** Sorts by name, with stale workers last, so that no card moves when a worker restarts. */
export function sortWorkers(workers: Worker[]): Worker[] {
  return workers.toSorted((one, other) => Number(one.stale) - Number(other.stale) || one.name.localeCompare(other.name));
}
