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

export function eta(job: Job): string | undefined {
  const left = job.progress?.etaSeconds;
  return job.isTerminal || left === null || left === undefined ? undefined : `${duration(left)} left`;
}

/** The time from start to end, or until now; undefined before the start. */
export function runTime(job: Job, now: number): string | undefined {
  return job.startedAt === null ? undefined : duration(secondsBetween(job.startedAt, job.finishedAt ?? now));
}
