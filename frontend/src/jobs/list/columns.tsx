import type { ReactNode } from "react";
import { bytes, count, duration, percent, significant } from "../../components/format";
import { RelativeTime } from "../../components/RelativeTime";
import { labelText, moduleCount, networkName, runTime } from "../describe";
import { JobProgressCell } from "../JobProgress";
import { JobStateBadge } from "../JobStateBadge";
import type { Job } from "../jobs";
import { Labels } from "./Labels";
import { RuleName } from "./RuleName";

/** The time that rows show; it stands still while they cannot be refreshed. */
export interface Clock {
  now: number;
  stale: boolean;
}

/** A column of the list of jobs. A figure is a number of the job, which groups of jobs average. */
export interface Column {
  key: string;
  title: string;
  /** Name of the order in the API. */
  sort?: string;
  /** Whether the largest value is the most interesting one, so that the first click shows it first. */
  largestFirst?: boolean;
  figure?: (job: Job) => number | undefined;
  show?: (figure: number) => string;
  cell?: (job: Job, clock: Clock) => ReactNode;
}

const result = (key: "testAccuracy" | "bestTestAccuracy" | "testLoss" | "peakMemoryBytes" | "trainSeconds" | "imagesPerSecond" | "parameters") =>
  (job: Job) => asNumber(job.result?.[key]);

/** A result may hold text such as "NaN". */
function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export const nameColumn: Column = { key: "name", title: "Name", sort: "name" };

export const columns: Column[] = [
  { key: "state", title: "State", cell: (job) => <JobStateBadge job={job} /> },
  { key: "rule", title: "Rule", cell: (job) => <RuleName job={job} /> },
  { key: "network", title: "Network", cell: (job) => networkName(job.spec) },
  { key: "dataset", title: "Data set", cell: (job) => <span className="cut" title={job.spec.dataset}>{job.spec.dataset}</span> },
  { key: "progress", title: "Progress", cell: (job, { stale }) => <JobProgressCell job={job} stale={stale} /> },
  { key: "accuracy", title: "Accuracy", sort: "testAccuracy", largestFirst: true, figure: result("testAccuracy"), show: percent },
  { key: "best", title: "Best accuracy", sort: "bestTestAccuracy", largestFirst: true, figure: result("bestTestAccuracy"), show: percent },
  { key: "loss", title: "Test loss", sort: "testLoss", figure: result("testLoss"), show: significant },
  { key: "memory", title: "Peak memory", sort: "peakMemoryBytes", figure: result("peakMemoryBytes"), show: bytes },
  { key: "time", title: "Training time", sort: "trainSeconds", figure: result("trainSeconds"), show: duration },
  { key: "speed", title: "Images/s", sort: "imagesPerSecond", largestFirst: true, figure: result("imagesPerSecond"), show: count },
  { key: "parameters", title: "Parameters", sort: "parameters", figure: result("parameters"), show: count },
  { key: "modules", title: "Modules", sort: "modules", figure: (job) => moduleCount(job.spec), show: count },
  { key: "weight", title: "Rule weight", sort: "weight", figure: (job) => asNumber(job.spec.rule.weight), show: setting },
  { key: "learningRate", title: "Learning rate", sort: "learningRate", figure: (job) => asNumber(job.spec.optimizer?.learningRate), show: setting },
  { key: "batchSize", title: "Batch size", sort: "batchSize", figure: (job) => asNumber(job.spec.batchSize), show: count },
  { key: "epochs", title: "Epochs", sort: "epochs", figure: (job) => asNumber(job.spec.epochs), show: count },
  { key: "seed", title: "Seed", sort: "seed", figure: (job) => asNumber(job.spec.seed), show: String },
  { key: "labels", title: "Labels", cell: (job) => <Labels labels={Object.entries(job.labels).map(([name, value]) => labelText(name, value))} /> },
  { key: "owner", title: "Owner", cell: (job) => job.owner?.name },
  { key: "priority", title: "Priority", cell: (job) => (job.priority === 0 ? undefined : String(job.priority)) },
  { key: "created", title: "Created", sort: "createdAt", largestFirst: true, cell: (job) => <RelativeTime at={job.createdAt} /> },
  { key: "duration", title: "Duration", cell: (job, { now }) => runTime(job, now) },
  { key: "id", title: "Id", cell: (job) => <code>{job.id}</code> },
];

export const defaultColumns = ["state", "rule", "network", "dataset", "progress", "accuracy", "created", "duration"];

/** A setting as it was typed: 0.1, not 0.1000. */
function setting(value: number): string {
  return String(value);
}

export function chosenColumns(keys: string[]): Column[] {
  return columns.filter((column) => keys.includes(column.key));
}

export function isNumber(column: Column): boolean {
  return column.figure !== undefined || column.key === "duration" || column.key === "priority";
}

export function cellOf(column: Column, job: Job, clock: Clock): ReactNode {
  const figure = column.figure?.(job);
  return figure === undefined ? column.cell?.(job, clock) : column.show?.(figure);
}
