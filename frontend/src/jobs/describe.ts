import type { Job, Spec } from "./jobs";
import { duration, secondsBetween } from "../components/format";

/** A network in a few letters: `resnet20 w16`. */
export function networkName(spec: Spec): string {
  const { type, depth, width } = spec.network;
  return `${type}${depth ?? ""}${width === undefined ? "" : ` w${width}`}`;
}

export function ruleName(spec: Spec): string {
  return spec.rule.type;
}

/** Number of local modules; back-propagation is not cut. */
export function moduleCount(spec: Spec): number | undefined {
  return spec.rule.type.includes("backprop") ? undefined : spec.split?.modules;
}

export function eta(job: Job): string | undefined {
  const left = job.progress?.etaSeconds;
  return job.isTerminal || left === null || left === undefined ? undefined : `${duration(left)} left`;
}

/** From start to end, or until now; undefined before the start. */
export function runTime(job: Job, now: number): string | undefined {
  return job.startedAt === null ? undefined : duration(secondsBetween(job.startedAt, job.finishedAt ?? now));
}
