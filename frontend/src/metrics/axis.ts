import { duration } from "../components/format";
import type { Bucket } from "./metrics";
import { timeOfDay } from "./unit";

export type XUnit = "step" | "epoch" | "time";

/** The horizontal axis: where a step lies on it, and how a place is written. */
export interface Axis {
  /** Two axes with the same key are equal. */
  key: string;
  name: string;
  toX: (step: number) => number;
  toStep: (x: number) => number;
  text: (step: number) => string;
  tick: (x: number, distance: number) => string;
  /** Whether places are seconds since 1970. */
  isClock?: boolean;
  /** The distances that ticks may have; any if absent. */
  distances?: number[];
}

const same = (value: number) => value;

/** 1, 2, 5, 10, 20, 50 …: there are no parts of a step. */
const whole = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

const shortNumber = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

export function stepText(step: number): string {
  return step < 10_000 ? String(Math.round(step)) : Math.round(step).toLocaleString("en").replaceAll(",", "\u202f");
}

export const stepAxis: Axis = {
  key: "step",
  name: "Step",
  toX: same,
  toStep: same,
  text: (step) => `step ${stepText(step)}`,
  tick: (x) => (x >= 1e6 ? shortNumber.format(x) : stepText(x)),
  distances: whole,
};

export const clockAxis: Axis = {
  key: "clock", name: "", toX: same, toStep: same, text: timeOfDay, tick: timeOfDay, isClock: true,
};

export function epochAxis(stepsPerEpoch: number): Axis {
  return {
    key: `epoch ${stepsPerEpoch}`,
    name: "Epoch",
    toX: (step) => step / stepsPerEpoch,
    toStep: (x) => x * stepsPerEpoch,
    text: (step) => `epoch ${(step / stepsPerEpoch).toFixed(2)}`,
    tick: (x, distance) => x.toFixed(distance >= 1 ? 0 : distance >= 0.1 ? 1 : 2),
  };
}

/** Training time, summed up from the measured seconds of each step; waits and pauses do not count. */
export function timeAxis(stepSeconds: Bucket[]): Axis {
  const known = stepSeconds.filter(({ mean }) => Number.isFinite(mean));
  const steps = [0];
  const seconds = [0];
  for (const { step, mean } of known) {
    const before = steps.at(-1) ?? 0;
    if (step <= before) continue;
    steps.push(step);
    seconds.push((seconds.at(-1) ?? 0) + mean * (step - before));
  }
  const last = steps.length - 1;
  return {
    key: `time ${last} ${seconds[last] ?? 0}`,
    name: "Training time",
    toX: (step) => between(step, steps, seconds),
    toStep: (x) => between(x, seconds, steps),
    text: (step) => `${duration(between(step, steps, seconds))}, step ${stepText(step)}`,
    tick: (x, distance) => clockText(x, distance),
    distances: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800],
  };
}

function clockText(seconds: number, distance: number): string {
  if (seconds >= 3600 && distance >= 60) return `${Math.floor(seconds / 3600)} h${distance < 3600 ? ` ${Math.round((seconds % 3600) / 60)}` : ""}`;
  if (seconds >= 60 || distance >= 60) return distance < 60 ? `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}` : `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds)} s`;
}

/** Linear interpolation in ascending places; beyond the ends, the nearest slope. */
function between(value: number, from: number[], to: number[]): number {
  const last = from.length - 1;
  if (last < 1) return value;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const a = from[low] ?? 0;
  const b = from[high] ?? a + 1;
  const start = to[low] ?? 0;
  const end = to[high] ?? start;
  return b === a ? end : start + ((value - a) / (b - a)) * (end - start);
}
