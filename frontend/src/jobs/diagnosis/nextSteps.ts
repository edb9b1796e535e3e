import { isObject, type Json, type JsonObject } from "../../api/json";
import { moduleCount } from "../describe";
import type { Job } from "../jobs";

/** What to do about a finding: train again with a change, or look at a module. */
export type NextStep =
  | { kind: "rerun"; label: string; name: string; changes: JsonObject }
  | { kind: "module"; label: string; module: number };

/** The parts of a spec of which a page knows only some. */
function member(job: Job, ...path: string[]): Json | undefined {
  let value: Json | undefined = job.spec;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
}

export function slower(job: Job): NextStep[] {
  const rate = member(job, "optimizer", "learningRate");
  if (typeof rate !== "number") return [];
  const learningRate = rounded(rate / 10);
  return [{ kind: "rerun", label: "Run again with learning rate ÷ 10", name: `lr ${learningRate}`, changes: { optimizer: { learningRate } } }];
}

/** With a rule that reconciles, its weight makes the steps large as well. */
export function lighter(job: Job): NextStep[] {
  const before = member(job, "rule", "weight");
  if (typeof before !== "number" || before <= 1) return [];
  const weight = rounded(before / 10);
  return [{ kind: "rerun", label: "Run again with weight ÷ 10", name: `weight ${weight}`, changes: { rule: { weight } } }];
}

export function heavier(job: Job): NextStep[] {
  const before = member(job, "rule", "weight");
  if (typeof before !== "number" || before <= 0) return [];
  const weight = rounded(before * 2);
  return [{ kind: "rerun", label: "Run again with weight × 2", name: `weight ${weight}`, changes: { rule: { weight } } }];
}

export function smallerBatch(job: Job): NextStep[] {
  const before = member(job, "batchSize");
  if (typeof before !== "number" || before < 2) return [];
  const batchSize = Math.floor(before / 2);
  return [{ kind: "rerun", label: `Run again with batch ${batchSize}`, name: `batch ${batchSize}`, changes: { batchSize } }];
}

export function moreModules(job: Job): NextStep[] {
  const modules = moduleCount(job.spec);
  if (modules === undefined || job.spec.split?.boundaries !== undefined || job.spec.rule.type === "sgr-bp-free") return [];
  return [{ kind: "rerun", label: `Run again in ${2 * modules} modules`, name: `k${2 * modules}`, changes: { split: { modules: 2 * modules } } }];
}

export function longer(job: Job): NextStep[] {
  const before = member(job, "limits", "maxMinutes");
  if (typeof before !== "number") return [];
  return [{ kind: "rerun", label: `Run again with ${2 * before} minutes`, name: `${2 * before} min`, changes: { limits: { maxMinutes: 2 * before } } }];
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
