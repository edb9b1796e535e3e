import type { Bucket, Series } from "./metrics";

/** One line of a chart. */
export interface Line {
  label: string;
  buckets: Bucket[];
}

type Column = (number | null)[];

/** The columns that uPlot expects: steps, then for each line its value, minimum, maximum and unsmoothed value. */
export function columns(lines: Line[], smooth: boolean): [number[], ...Column[]] {
  const steps = [...new Set(lines.flatMap((line) => line.buckets.map((bucket) => bucket.step)))].sort((a, b) => a - b);
  const indexOfStep = new Map(steps.map((step, index) => [step, index]));
  return [steps, ...lines.flatMap((line) => lineColumns(line, indexOfStep, smooth))];
}

export const columnsPerLine = 4;

function lineColumns(line: Line, place: Map<number, number>, smooth: boolean): Column[] {
  const all: Column[] = Array.from({ length: columnsPerLine }, () => Array.from({ length: place.size }, () => null));
  const values = line.buckets.map((bucket) => bucket.mean);
  const shown = smooth ? smoothed(values) : values;
  line.buckets.forEach((bucket, index) => {
    const at = place.get(bucket.step) ?? 0;
    [shown[index], bucket.min, bucket.max, bucket.mean].forEach((value, column) => {
      const target = all[column];
      // A value that is not finite (a diverged loss) leaves a gap; the job's reason explains it.
      if (target && value !== undefined && Number.isFinite(value)) target[at] = value;
    });
  });
  return all;
}

/** Exponential moving average over about 1/50 of the points, with bias correction. Short series are not smoothed. */
export function smoothed(values: number[]): number[] {
  const window = values.length / 50;
  if (window < 2) return values;
  const keep = 1 - 1 / window;
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = keep * sum + value;
    weight = keep * weight + 1;
    return sum / weight;
  });
}

export function lines(series: Series[], label: (series: Series) => string): Line[] {
  return series.map((one) => ({ label: label(one), buckets: one.buckets }));
}
