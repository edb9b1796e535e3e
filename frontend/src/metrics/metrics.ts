import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import { append, isFull } from "./growing";

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
  /** The grid of the buckets: each has so many steps, counted from the first one. One step per bucket if absent. */
  firstStep?: number;
  bucketSteps?: number;
}

/** Which series to load, and how finely. Only the buckets between two steps if these are given. */
export interface Wanted {
  names?: string[];
  modules?: number[];
  points?: number;
  from?: number;
  to?: number;
  /** Whether the range from minimum to maximum is drawn. */
  band?: boolean;
}

type Column = (number | null)[];

interface SeriesResponse {
  name: string;
  module: number | null;
  buckets?: Bucket[];
  columns?: Partial<Record<keyof Bucket, Column>>;
}

interface MetricsResponse {
  data: SeriesResponse[];
  lastStep: number | null;
  firstStep?: number | null;
  bucketSteps?: number | null;
}

const defaultPoints = 1000;

export const metricsKey = (job: string, attempt: number) => ["jobs", "one", job, "metrics", attempt] as const;

const path = (job: string) => `/jobs/${encodeURIComponent(job)}/metrics`;

/** Loads the wanted series once, then only from the last known step on. Each attempt has its own queries. */
export const metricsQuery = (job: string, attempt: number, wanted: Wanted = {}) =>
  queryOptions({
    queryKey: [...metricsKey(job, attempt), wanted] as const,
    queryFn: async ({ client, queryKey, signal }): Promise<Metrics> => {
      const parameters = { ...format(wanted), from: wanted.from, to: wanted.to };
      const known = client.getQueryData<Metrics>(queryKey);
      if (known && known.lastStep > 0 && wanted.to === undefined && !isFull(known, wanted.points)) {
        const response = await get<MetricsResponse>(path(job), { ...parameters, from: known.lastStep }, signal);
        if ((response.lastStep ?? 0) >= known.lastStep) return append(known, matching(read(response).series, wanted), response.lastStep ?? 0);
      }
      const all = read(await get<MetricsResponse>(path(job), parameters, signal));
      return { ...all, series: matching(all.series, wanted) };
    },
  });

/** The last value of every series. Tells which series there are. */
export const latestQuery = (job: string, attempt: number) =>
  queryOptions({
    queryKey: [...metricsKey(job, attempt), "latest"] as const,
    queryFn: async ({ signal }): Promise<Metrics> =>
      read(await get<MetricsResponse>(path(job), { agg: "last", layout: "columns", fields: "last", digits: 6 }, signal)),
  });

function format({ names, modules, points = defaultPoints, band = true }: Wanted) {
  return {
    names: names?.join(","),
    modules: modules?.join(","),
    points,
    layout: "columns",
    fields: band ? undefined : "mean",
    digits: 5,
  };
}

function read({ data, lastStep, firstStep, bucketSteps }: MetricsResponse): Metrics {
  return {
    series: data.map(({ name, module, buckets, columns }) => ({ name, module, buckets: buckets ?? rows(columns ?? {}) })),
    lastStep: lastStep ?? 0,
    ...(firstStep != null && { firstStep }),
    ...(bucketSteps != null && { bucketSteps }),
  };
}

/** Columns that were not asked for follow from the others. */
function rows(columns: Partial<Record<keyof Bucket, Column>>): Bucket[] {
  const { step = [], min, max, mean, last, count } = columns;
  return step.map((at, index) => {
    const value = (column: Column | undefined) => column?.[index] ?? NaN;
    const middle = value(mean ?? last);
    return {
      step: at ?? 0,
      min: min ? value(min) : middle,
      max: max ? value(max) : middle,
      mean: middle,
      last: last ? value(last) : middle,
      count: count?.[index] ?? 1,
    };
  });
}

/** The wanted ones of the series; an answer may hold more. */
export function matching(series: Series[], { names, modules }: Wanted): Series[] {
  return series.filter(
    ({ name, module }) => (names?.includes(name) ?? true) && (modules?.includes(module ?? 0) ?? true),
  );
}

export function seriesNamed(metrics: Metrics | undefined, name: string): Series[] {
  return (metrics?.series ?? [])
    .filter((series) => series.name === name && series.buckets.length > 0)
    .sort((one, other) => (one.module ?? 0) - (other.module ?? 0));
}

export function lastOf(metrics: Metrics | undefined, name: string, module: number | null = null): number | undefined {
  return metrics?.series.find((series) => series.name === name && series.module === module)?.buckets.at(-1)?.last;
}
