import { percent } from "../../components/format";
import { lastOf, seriesNamed, type Metrics } from "../../metrics/metrics";
import { moduleCount } from "../describe";
import type { Job } from "../jobs";
import { heavier, lighter, longer, moreModules, slower, smallerBatch, type NextStep } from "./nextSteps";

/** Something worth knowing about a training: the cause and the next steps. */
export interface Finding {
  id: string;
  tone: "danger" | "warning" | "info";
  text: string;
  steps: NextStep[];
}

/** The thresholds, each with its reason, stand in docs/dashboard.md. */
export const thresholds = {
  /** Part of a module's units that never answer in a batch. */
  deadUnits: 0.5,
  /** Mean gradient cosine at a boundary, of a rule that reconciles. */
  cosine: 0.2,
  /** Test accuracy by which an earlier module must be better than the last. */
  betterExit: 0.01,
  /** Test accuracy lost since the best epoch. */
  fallen: 0.02,
  /** Size of an update as a part of the size of the weights. */
  updateRatio: 0.1,
};

/** Findings, the gravest first. */
export function diagnose(job: Job, latest: Metrics | undefined): Finding[] {
  return [failure(job), bestExit(job, latest), fallen(job), deadUnits(job, latest), disagreement(job, latest), largeUpdates(job, latest)].filter(
    (finding) => finding !== undefined,
  );
}

/** Why the job failed, if a change of its spec may help. */
export function failure(job: Job): Finding | undefined {
  if (job.state !== "FAILED" || !job.reason) return undefined;
  const { code, message } = job.reason;
  if (code === "DIVERGED") {
    const module = /module (\d+)/.exec(message)?.[1];
    const step = /step ([\d,]+)/.exec(message)?.[1];
    const where = `${module === undefined ? "" : `, first in module ${module}`}${step === undefined ? "" : `, at step ${step}`}`;
    return { id: "diverged", tone: "danger", text: `The training diverged${where}: its steps were too large.`, steps: [...slower(job), ...lighter(job)] };
  }
  if (code === "OOM_HOST" || code === "OOM_DEVICE") {
    const steps = [...smallerBatch(job), ...moreModules(job)];
    return steps.length === 0 ? undefined : { id: "memory", tone: "danger", text: "The training needs more memory than it may use. Half the batch needs about half the activations.", steps };
  }
  if (code === "TIMEOUT_RUN") {
    const steps = longer(job);
    return steps.length === 0 ? undefined : { id: "time", tone: "danger", text: "The training was ended by its own time limit.", steps };
  }
  return undefined;
}

function bestExit(job: Job, latest: Metrics | undefined): Finding | undefined {
  const modules = moduleCount(job.spec) ?? 1;
  const measured = job.result?.moduleAccuracies ?? Array.from({ length: modules }, (_, index) => lastOf(latest, "module.accuracy", index + 1) ?? NaN);
  const last = measured.at(-1) ?? NaN;
  const best = measured.reduce((one, other, index) => (other > (measured[one] ?? NaN) ? index : one), 0);
  const gain = (measured[best] ?? NaN) - last;
  if (measured.length < 2 || isEarly(job) || !(gain > thresholds.betterExit)) return undefined;
  const module = best + 1;
  return {
    id: "exit",
    tone: "warning",
    text: `Module ${module} is the best exit: ${percent(measured[best] ?? 0)} of the test pictures right, against ${percent(last)} at the last module.`,
    steps: [{ kind: "module", label: job.result ? `Cut after module ${module} instead` : `See module ${module}`, module }],
  };
}

function fallen(job: Job): Finding | undefined {
  const { bestTestAccuracy: best, testAccuracy: final } = job.result ?? {};
  if (best === undefined || final === undefined || best - final <= thresholds.fallen) return undefined;
  const epochs = Math.max(1, Math.round(job.spec.epochs / 2));
  return {
    id: "fallen",
    tone: "warning",
    text: `The test accuracy fell from ${percent(best)} in its best epoch to ${percent(final)} at the end.`,
    steps: [
      ...(job.spec.epochs > 1 ? [{ kind: "rerun" as const, label: `Run again for ${epochs} epochs`, name: `${epochs} epochs`, changes: { epochs } }] : []),
      ...slower(job),
    ],
  };
}

function deadUnits(job: Job, latest: Metrics | undefined): Finding | undefined {
  const dead = seriesNamed(latest, "module.deadUnits")
    .map(({ module, buckets }) => ({ module: module ?? 1, part: buckets.at(-1)?.last ?? 0 }))
    .filter(({ part }) => part > thresholds.deadUnits);
  const worst = dead.toSorted((one, other) => other.part - one.part)[0];
  if (worst === undefined) return undefined;
  const others = dead.length > 1 ? `, and more than half in ${dead.length - 1} other ${dead.length === 2 ? "module" : "modules"}` : "";
  return {
    id: "dead",
    tone: "warning",
    text: `${percent(worst.part, 0)} of the units of module ${worst.module} are dead: they are 0 for every picture of a batch${others}.`,
    steps: [...(job.isTerminal ? slower(job) : []), { kind: "module", label: `See module ${worst.module}`, module: worst.module }],
  };
}

function disagreement(job: Job, latest: Metrics | undefined): Finding | undefined {
  if (!job.spec.rule.type.startsWith("sgr")) return undefined;
  const final = job.result?.boundaryCosines;
  const cosines = final
    ? final.map((cosine, index) => ({ module: index + 2, cosine: cosine ?? NaN }))
    : seriesNamed(latest, "boundary.cosine").map(({ module, buckets }) => ({ module: module ?? 2, cosine: buckets.at(-1)?.last ?? NaN }));
  const worst = cosines.filter(({ cosine }) => cosine < thresholds.cosine).toSorted((one, other) => one.cosine - other.cosine)[0];
  if (worst === undefined || isEarly(job)) return undefined;
  const { module, cosine } = worst;
  return {
    id: "disagreement",
    tone: "info",
    text: `Modules ${module - 1} and ${module} disagree: the cosine of their gradients is ${cosine.toFixed(2)}${final ? " over the last epoch" : " in the last step"}.`,
    steps: [...(job.isTerminal ? heavier(job) : []), { kind: "module", label: `See module ${module}`, module }],
  };
}

function largeUpdates(job: Job, latest: Metrics | undefined): Finding | undefined {
  if (job.isTerminal) return undefined;
  const worst = seriesNamed(latest, "module.updateRatio")
    .map(({ module, buckets }) => ({ module: module ?? 1, ratio: buckets.at(-1)?.last ?? 0 }))
    .toSorted((one, other) => other.ratio - one.ratio)[0];
  if (worst === undefined || !(worst.ratio > thresholds.updateRatio)) return undefined;
  return {
    id: "updates",
    tone: "warning",
    text: `Each step changes the weights of module ${worst.module} by ${percent(worst.ratio, 0)}. The training may diverge.`,
    steps: [...slower(job), { kind: "module", label: `See module ${worst.module}`, module: worst.module }],
  };
}

/** In the first half of a training, modules still change their order. */
function isEarly(job: Job): boolean {
  return !job.isTerminal && (job.progress?.fraction ?? 0) < 0.5;
}
