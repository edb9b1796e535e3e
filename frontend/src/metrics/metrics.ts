import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";

/** A few consecutive steps of one series; `step` is the last of them. */
export interface Bucket {
  step: number;
  min: number;
  max: number;
  mean: number;
  last: number;
  count: number;
}

export interface Series {
  name: string;
  module: number | null;
  buckets: Bucket[];
}

export interface Metrics {
  series: Series[];
  lastStep: number;
}

interface MetricsResponse {
  data: Series[];
  lastStep: number | null;
}

const points = 1000;
const compactAbove = 4 * points;

export const metricsKey = (job: string, attempt: number) => ["jobs", "one", job, "metrics", attempt] as const;

/** Loads everything once, then only from the last known step on. Each attempt has its own query. */
export const metricsQuery = (job: string, attempt: number) =>
  queryOptions({
    queryKey: metricsKey(job, attempt),
    queryFn: async ({ client, queryKey, signal }): Promise<Metrics> => {
      const path = `/jobs/${encodeURIComponent(job)}/metrics`;
      const known = client.getQueryData<Metrics>(queryKey);
      if (known && known.lastStep > 0 && !isFull(known)) {
        const response = await get<MetricsResponse>(path, { from: known.lastStep, points }, signal);
        if ((response.lastStep ?? 0) >= known.lastStep) return append(known, response.data, response.lastStep ?? 0);
      }
      const all = await get<MetricsResponse>(path, { points }, signal);
      return { series: all.data, lastStep: all.lastStep ?? 0 };
    },
  });

/**
 * Adds new buckets to each series. Each request includes the last known step again, because more metrics of that step may follow,
 * such as the evaluation at the end of an epoch. A series therefore takes only buckets after its own last step.
 */
export function append(known: Metrics, newSeries: Series[], lastStep: number): Metrics {
  const added = new Map(newSeries.map((series) => [keyOf(series), series]));
  const grown = known.series.map((series) => {
    const more = added.get(keyOf(series));
    added.delete(keyOf(series));
    const end = series.buckets.at(-1)?.step ?? -1;
    const later = more?.buckets.filter((bucket) => bucket.step > end) ?? [];
    return later.length === 0 ? series : { ...series, buckets: [...series.buckets, ...later] };
  });
  return { series: [...grown, ...added.values()], lastStep };
}

/** One value as a stream sends it; null if it is not finite. */
export interface Point {
  name: string;
  module: number | null;
  step: number;
  value: number | null;
}

/** Adds each point as its own bucket. Once there are too many buckets, `isFull` is true and all are fetched again. */
export function withPoints(known: Metrics, points: Point[]): Metrics {
  const newSeries = new Map<string, Series>();
  let lastStep = known.lastStep;
  for (const { name, module, step, value } of points) {
    lastStep = Math.max(lastStep, step);
    if (value === null) continue;
    const series = newSeries.get(`${name} ${module ?? ""}`) ?? { name, module, buckets: [] };
    series.buckets.push({ step, min: value, max: value, mean: value, last: value, count: 1 });
    newSeries.set(keyOf(series), series);
  }
  return append(known, [...newSeries.values()], lastStep);
}

export function isFull(metrics: Metrics): boolean {
  return longest(metrics) >= compactAbove;
}

export function seriesNamed(metrics: Metrics | undefined, name: string): Series[] {
  return (metrics?.series ?? [])
    .filter((series) => series.name === name && series.buckets.length > 0)
    .sort((one, other) => (one.module ?? 0) - (other.module ?? 0));
}

export function lastOf(metrics: Metrics | undefined, name: string, module: number | null = null): number | undefined {
  return metrics?.series.find((series) => series.name === name && series.module === module)?.buckets.at(-1)?.last;
}

function keyOf(series: Series): string {
  return `${series.name} ${series.module ?? ""}`;
}

function longest(metrics: Metrics): number {
  return Math.max(0, ...metrics.series.map((series) => series.buckets.length));
}
