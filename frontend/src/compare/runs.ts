import { isObject, type Json } from "../api/json";
import { bytes, count, duration, percent, significant } from "../components/format";
import type { Job } from "../jobs/jobs";
import type { Curves } from "./curves";
import type { Axis, OverlayLine, Point } from "./OverlayChart";

export const mostRuns = 10;
export const axes = ["step", "epoch", "time", "images"] as const satisfies Axis[];

/** The runs and the axis that the address asks for. */
export function readAddress(parameters: URLSearchParams): { jobs: string[]; x: (typeof axes)[number] } {
  const jobs = [...new Set((parameters.get("jobs") ?? "").split(",").filter((id) => id !== ""))].slice(0, mostRuns);
  return { jobs, x: axes.find((axis) => axis === parameters.get("x")) ?? "step" };
}

interface FigureKind {
  name: string;
  of: (job: Job) => number | undefined;
  text: (value: number) => string;
  /** The change to the first run, as a difference in points or as a share. */
  change: "points" | "percent";
}

const figures: FigureKind[] = [
  { name: "Test accuracy", of: (job) => job.result?.testAccuracy, text: (value) => percent(value, 2), change: "points" },
  { name: "Best test accuracy", of: (job) => job.result?.bestTestAccuracy, text: (value) => percent(value, 2), change: "points" },
  { name: "Test loss", of: (job) => job.result?.testLoss, text: significant, change: "percent" },
  { name: "Peak memory", of: (job) => job.result?.peakMemoryBytes, text: bytes, change: "percent" },
  { name: "Estimated memory", of: (job) => job.result?.memory?.estimatedBytes, text: bytes, change: "percent" },
  { name: "Training time", of: (job) => job.result?.trainSeconds, text: duration, change: "percent" },
  { name: "Images per second", of: (job) => job.result?.imagesPerSecond, text: count, change: "percent" },
  { name: "Parameters", of: (job) => job.result?.parameters, text: count, change: "percent" },
];

export interface FigureRow {
  name: string;
  cells: { value: string; change: string | undefined }[];
}

/** One row for each figure, one cell for each run, with the change to the first run. */
export function figureRows(jobs: Job[]): FigureRow[] {
  return figures.map(({ name, of, text, change }) => {
    const first = jobs[0] && of(jobs[0]);
    const cells = jobs.map((job, index) => {
      const value = of(job);
      if (value === undefined) return { value: "–", change: undefined };
      return { value: text(value), change: index === 0 || first === undefined ? undefined : changeText(value, first, change) };
    });
    return { name, cells };
  });
}

function changeText(value: number, first: number, kind: "points" | "percent"): string {
  if (value === first) return "equal";
  const sign = (difference: number) => (difference < 0 ? "−" : "+");
  if (kind === "points") return `${sign(value - first)}${Math.abs((value - first) * 100).toFixed(2)} points`;
  if (first === 0) return "";
  const share = (value / first - 1) * 100;
  return `${sign(share)}${Math.abs(share).toFixed(Math.abs(share) < 10 ? 1 : 0)} %`;
}

export interface SpecDifference {
  path: string;
  values: string[];
}

/** The keys of the specs that are not equal in all runs. */
export function specDifferences(specs: Json[]): SpecDifference[] {
  const flat = specs.map((spec) => flattened(spec, ""));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))].sort();
  return paths
    .map((path) => ({ path, values: flat.map((one) => one.get(path) ?? "–") }))
    .filter(({ values }) => new Set(values).size > 1);
}

function flattened(value: Json, path: string): Map<string, string> {
  if (!isObject(value)) return new Map([[path, typeof value === "string" ? value : JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...flattened(inner, path === "" ? name : `${path}.${name}`)]));
}

/** The factor from steps to another axis; undefined while the run does not tell it. */
export function stepsTo(axis: Axis, job: Job): number | undefined {
  const { progress, result } = job;
  // A type of any spec; only these fields are read.
  const batch = (job.spec as { batchSize?: number }).batchSize;
  if (axis === "step") return 1;
  if (axis === "epoch") return progress && progress.steps > 0 ? progress.epochs / progress.steps : undefined;
  if (axis === "images") return batch;
  const seconds = result?.trainSeconds;
  if (seconds !== undefined && progress && progress.step > 0) return seconds / progress.step;
  if (job.startedAt === null || !progress || progress.step === 0) return undefined;
  return (Date.parse(job.finishedAt ?? new Date().toISOString()) - Date.parse(job.startedAt)) / 1000 / progress.step;
}

export function curveLines(name: string, axis: Axis, jobs: Job[], curves: (Curves | undefined)[], labels: string[]): OverlayLine[] {
  return jobs.map((job, index) => {
    const factor = stepsTo(axis, job);
    const points = factor === undefined ? [] : (curves[index]?.get(name) ?? []).map(([step, value]): Point => [step * factor, value]);
    return { label: labels[index] ?? job.name, points };
  });
}

/** The boundary cosines of each run by relative depth, so that networks of other module counts lie over each other. */
export function cosineLines(jobs: Job[], labels: string[]): OverlayLine[] {
  return jobs.map((job, index) => {
    const cosines = job.result?.boundaryCosines ?? [];
    const points = cosines.flatMap((cosine, at): Point[] => (cosine === null ? [] : [[(at + 1) / (cosines.length + 1), cosine]]));
    return { label: labels[index] ?? job.name, points };
  });
}

/** The names of the runs; equal names get a number. */
export function runLabels(jobs: Job[]): string[] {
  return jobs.map((job, index) => (jobs.some((other, at) => at !== index && other.name === job.name) ? `${job.name} (${index + 1})` : job.name));
}
