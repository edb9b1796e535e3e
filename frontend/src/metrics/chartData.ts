import type { Bucket, Series } from "./metrics";

/** One line of a chart. */
export interface Line {
  label: string;
  buckets: Bucket[];
  /** The module or boundary, if the line has one: other charts highlight it. */
  module?: number;
}

type Column = (number | null)[];

/**
 * The columns that uPlot expects: places, then for each line its value, minimum, maximum and unsmoothed value.
 *
 * @param smoothing the number of steps to smooth over; true for a part of the points, false for none
 */
export function columns(lines: Line[], smoothing: number | boolean, toX: (step: number) => number = (step) => step): [number[], ...Column[]] {
  const steps = [...new Set(lines.flatMap((line) => line.buckets.map((bucket) => bucket.step)))].sort((a, b) => a - b);
  const indexOfStep = new Map(steps.map((step, index) => [step, index]));
  return [steps.map(toX), ...lines.flatMap((line) => lineColumns(line, indexOfStep, smoothing))];
}

export const columnsPerLine = 4;

function lineColumns(line: Line, place: Map<number, number>, smoothing: number | boolean): Column[] {
  const all: Column[] = Array.from({ length: columnsPerLine }, () => Array.from({ length: place.size }, () => null));
  const values = line.buckets.map((bucket) => bucket.mean);
  const shown = smoothing === false ? values : smoothed(values, line.buckets.map(({ step }) => step), smoothing === true ? undefined : smoothing);
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

/**
 * Exponential moving average over a number of steps, with bias correction. A value counts by its distance in steps, so that lines
 * look alike however many steps a point stands for. The default is 1/50 of the points; short series are then not smoothed.
 */
export function smoothed(values: number[], steps: number[] = values.map((_, index) => index), over?: number): number[] {
  const span = (steps.at(-1) ?? 0) - (steps[0] ?? 0);
  const window = over ?? (values.length < 100 ? 0 : span / 50);
  if (window <= 0) return values;
  let sum = 0;
  let weight = 0;
  let before = steps[0] ?? 0;
  return values.map((value, index) => {
    if (!Number.isFinite(value)) return value;
    const step = steps[index] ?? before;
    // The first value has the weight of one between its neighbors.
    const distance = index === 0 ? (steps[1] ?? step + 1) - step : step - before;
    const keep = Math.exp(-Math.max(0, distance) / window);
    before = step;
    sum = keep * sum + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return weight === 0 ? value : sum / weight;
  });
}

export function lines(series: Series[], label: (series: Series) => string): Line[] {
  return series.map((one) => ({ label: label(one), buckets: one.buckets, ...(one.module !== null && { module: one.module }) }));
}

/** The buckets of a whole training, with finer ones where these are known. */
export function withDetail(whole: Series[], fine: Series[] | undefined, from: number, to: number): Series[] {
  if (!fine) return whole;
  return whole.map((series) => {
    const detail = fine.find(({ name, module }) => name === series.name && module === series.module)?.buckets ?? [];
    if (detail.length === 0) return series;
    const outside = series.buckets.filter(({ step }) => step < from);
    const after = series.buckets.filter(({ step }) => step > to);
    return { ...series, buckets: [...outside, ...detail, ...after] };
  });
}

/** The steps to smooth over by default: about 1 % of the training, as long as that is more than one step. */
export function defaultSmoothing(lastStep: number): number {
  return lastStep < 200 ? 0 : Math.round(lastStep / 100);
}
