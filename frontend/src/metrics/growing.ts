import { matching, type Bucket, type Metrics, type Series, type Wanted } from "./metrics";

const defaultPoints = 1000;

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
    return later.length === 0 ? series : { ...series, buckets: onGrid(series.buckets, later, known) };
  });
  return { ...known, series: [...grown, ...added.values()], lastStep };
}

/** Adds buckets so that all stay equally wide: one that falls into the last bucket is merged with it. */
function onGrid(buckets: Bucket[], later: Bucket[], { firstStep = 0, bucketSteps = 1 }: Metrics): Bucket[] {
  const all = [...buckets];
  const cell = ({ step }: Bucket) => Math.floor((step - firstStep) / bucketSteps);
  for (const bucket of later) {
    const end = all.at(-1);
    if (end && bucketSteps > 1 && cell(end) === cell(bucket)) all[all.length - 1] = merged(end, bucket);
    else all.push(bucket);
  }
  return all;
}

function merged(one: Bucket, other: Bucket): Bucket {
  const count = one.count + other.count;
  return {
    step: other.step,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    mean: (one.mean * one.count + other.mean * other.count) / count,
    last: other.last,
    count,
  };
}

/** One value as a stream sends it; null if it is not finite. */
export interface Point {
  name: string;
  module: number | null;
  step: number;
  value: number | null;
}

/** Adds points to those series that are wanted. Once there are too many buckets, `isFull` is true and all are fetched again. */
export function withPoints(known: Metrics, points: Point[], wanted: Wanted = {}): Metrics {
  const newSeries = new Map<string, Series>();
  let lastStep = known.lastStep;
  for (const { name, module, step, value } of points) {
    lastStep = Math.max(lastStep, step);
    if (value === null) continue;
    const series = newSeries.get(`${name} ${module ?? ""}`) ?? { name, module, buckets: [] };
    series.buckets.push({ step, min: value, max: value, mean: value, last: value, count: 1 });
    newSeries.set(keyOf(series), series);
  }
  return append(known, matching([...newSeries.values()], wanted), lastStep);
}

/** Replaces the last values by those of newer points. */
export function withLatest(known: Metrics, points: Point[]): Metrics {
  const grown = withPoints(known, points);
  return { ...grown, series: grown.series.map((series) => ({ ...series, buckets: series.buckets.slice(-1) })) };
}

/** Whether there are so many buckets that wider ones should be fetched. */
export function isFull(metrics: Metrics, points = defaultPoints): boolean {
  return longest(metrics) >= 2 * points;
}

function keyOf(series: Series): string {
  return `${series.name} ${series.module ?? ""}`;
}

function longest(metrics: Metrics): number {
  return Math.max(0, ...metrics.series.map((series) => series.buckets.length));
}
