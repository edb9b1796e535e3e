import type { ApiError, FieldProblem } from "../../api/errors";
import type { Json } from "../../api/json";
import { withDefaults, type Schema } from "../../catalog/schema";
import type { Dataset } from "../../datasets/datasets";
import { moduleCount, networkName } from "../describe";
import type { Job, Spec } from "../jobs";
import { SAMPLE_SPEC } from "./sample";

/** What a form begins with: another job's spec, or a small run that works everywhere. */
export function initialDraft(schema: Schema, datasets: Dataset[], original: Job | undefined): Json {
  const installed = datasets.some((dataset) => dataset.name === SAMPLE_SPEC.dataset);
  const sample = { ...SAMPLE_SPEC, dataset: installed ? SAMPLE_SPEC.dataset : (datasets[0]?.name ?? ""), rule: { type: "sgr" } };
  return withDefaults(schema, original?.spec ?? sample) ?? {};
}

/** Names a job after what it trains, unless the draft is too broken to tell. */
export function suggestedName(draft: Json): string {
  try {
    // A draft has the shape of a spec except where a field is still wrong; that is what the catch is for.
    const spec = draft as unknown as Spec;
    // The server cuts after each weight layer then, whatever the draft says.
    const modules = spec.rule.type === "sgr-bp-free" ? undefined : moduleCount(spec);
    return `${networkName(spec)} ${spec.rule.type}${modules === undefined ? "" : ` k${modules}`}`;
  } catch {
    return "training";
  }
}

/** The server's pointers begin at the body; the form's at the spec. */
export function specProblems(error: ApiError): FieldProblem[] {
  return error.fields.map((field) => ({ ...field, pointer: field.pointer.replace(/^\/spec(?=\/|$)/, "") }));
}

export function byPointer(problems: FieldProblem[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { pointer, detail } of problems) map.set(pointer, [map.get(pointer), detail].filter(Boolean).join(" "));
  return map;
}
