import { duration, secondsBetween } from "../components/format";
import type { Job, Spec } from "./jobs";

/** A short name of the network: `resnet20 w16`. */
export function networkName(spec: Spec): string {
  const { type, depth, width } = spec.network;
  return `${type}${depth ?? ""}${width === undefined ? "" : ` w${width}`}`;
}

export function ruleName(spec: Spec): string {
  return spec.rule.type;
}

/** The number of local modules; undefined for back-propagation, which does not split the network. */
export function moduleCount(spec: Spec): number | undefined {
  return spec.rule.type.includes("backprop") ? undefined : spec.split?.modules;
}

/** What an empty label looks like in text: `git=3f2c1aa`, or only `baseline`. */
export function labelText(name: string, value: string): string {
  return value === "" ? name : `${name}=${value}`;
}

export function eta(job: Job): string | undefined {
  const left = job.progress?.etaSeconds;
  return job.isTerminal || job.state === "PAUSED" || left === null || left === undefined ? undefined : `${duration(left)} left`;
}

/** Whether an attempt is under way. */
export function isRunning(job: Job): boolean {
  return !job.isTerminal && job.attempts.some(({ endedAt }) => endedAt === null);
}

/** The time that its attempts took so far; waits and pauses between them do not count. Undefined before the start. */
export function runTime(job: Job, now: number): string | undefined {
  if (job.startedAt === null) return undefined;
  if (job.attempts.length === 0) return duration(secondsBetween(job.startedAt, job.finishedAt ?? now));
  const seconds = job.attempts.map(({ startedAt, endedAt }) => secondsBetween(startedAt, endedAt ?? job.finishedAt ?? now));
  return duration(seconds.reduce((sum, each) => sum + Math.max(0, each), 0));
}
