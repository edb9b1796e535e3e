import type { ApiError, FieldProblem } from "../../api/errors";
import type { Json } from "../../api/json";
import { withDefaults, type Schema } from "../../catalog/schema";
import type { Dataset } from "../../datasets/datasets";
import { isReady } from "../../datasets/describe";
import { moduleCount, networkName } from "../describe";
import type { Job, NewJob, Spec } from "../jobs";
import { SAMPLE_SPEC } from "./sample";

/** What the form begins with: parts of a job. The notes are those of a draft; a copy of a job gets its own. */
export type Original = Pick<Job, "name" | "labels" | "priority" | "spec" | "notes">;

/** A draft in the shape of a job to copy. A name that the form suggested is suggested again. */
export function restoredJob({ name = "", labels = {}, priority = 0, notes = "", spec }: NewJob): Original {
  // A draft has the shape of a spec unless a field is still invalid, which the form shows.
  return { name: name === suggestedName(spec) ? "" : name, labels, priority, notes, spec: spec as unknown as Spec };
}

/** The initial content of the form: another job's spec, or a small job that runs on any machine, on the data set asked for. */
export function initialDraft(schema: Schema, datasets: Dataset[], original: Original | undefined, wanted: string | null): Json {
  const ready = datasets.filter(isReady);
  const installed = ready.some((dataset) => dataset.name === SAMPLE_SPEC.dataset);
  const dataset = wanted ?? (installed ? SAMPLE_SPEC.dataset : (ready[0]?.name ?? ""));
  const spec = original?.spec ?? { ...SAMPLE_SPEC, rule: { type: "sgr" } };
  return withDefaults(schema, original && wanted === null ? spec : { ...spec, dataset }) ?? {};
}

/** Suggests a job name from the spec, if the draft is complete enough. */
export function suggestedName(draft: Json): string {
  try {
    // A draft has the shape of a spec unless a field is still invalid, which the catch handles.
    const spec = draft as unknown as Spec;
    // With this rule, the server splits after each weight layer and ignores the draft's split.
    const modules = spec.rule.type === "sgr-bp-free" ? undefined : moduleCount(spec);
    return `${networkName(spec)} ${spec.rule.type}${modules === undefined ? "" : ` k${modules}`}`;
  } catch {
    return "training";
  }
}

/** Makes the server's pointers, which start at the request body, relative to the spec as in the form; also those of a pair. */
export function specProblems(error: ApiError): FieldProblem[] {
  return error.fields.map((field) => ({ ...field, pointer: field.pointer.replace(/^\/(spec|variants\/\d+\/changes)(?=\/|$)/, "") }));
}

export function byPointer(problems: FieldProblem[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { pointer, detail } of problems) map.set(pointer, [map.get(pointer), detail].filter(Boolean).join(" "));
  return map;
}
