import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Line } from "../metrics/chartData";

export type Window = "hour" | "day";

export interface Point {
  at: string;
  queued: number;
  runningCpu: number;
  runningGpu: number;
  workers: number;
  gpus: number;
  claims: number;
  /** Null if no job left the queue in this interval. */
  medianWaitSeconds: number | null;
  longestWaitSeconds: number | null;
}

export interface Operations {
  window: string;
  from: string;
  to: string;
  intervalSeconds: number;
  now: {
    queued: number;
    oldestWaitSeconds: number;
    runningCpu: number;
    runningGpu: number;
    workers: number;
    gpus: number;
  };
  points: Point[];
}

export const operationsQuery = (window: Window) =>
  queryOptions({
    queryKey: ["operations", window],
    queryFn: ({ signal }) => get<Operations>("/admin/operations", { window }, signal),
  });

/** One value of each point over time; intervals without a value leave a gap. */
export function line(label: string, points: Point[], value: (point: Point) => number | null): Line {
  return {
    label,
    buckets: points.flatMap((point) => {
      const y = value(point);
      return y === null ? [] : [{ step: Date.parse(point.at) / 1000, min: y, max: y, mean: y, last: y, count: 1 }];
    }),
  };
}

/** Whether there was anything to show in the window. */
export function isQuiet({ points, now }: Operations): boolean {
  return now.queued === 0 && points.every((point) => point.queued === 0 && point.runningCpu === 0 && point.runningGpu === 0 && point.claims === 0);
}
