import type { FieldProblem } from "../api/errors";
import { isObject, withMember, type Json, type JsonObject } from "../api/json";
import { ruleType } from "./alsoBackprop";

export interface VariantDraft {
  label: string;
  /** A merge patch of the spec, as text. */
  changes: string;
}

/** One field of a searched space: values separated by commas, or a range such as `0.01..0.1`. */
export interface DimensionDraft {
  field: string;
  values: string;
}

export interface ComparisonDraft {
  name: string;
  spec: string;
  variants: VariantDraft[];
  seeds: string;
  priority: number;
  labels: string;
  notes: string;
  /** Epochs after which the worst variants stop; empty for none. */
  halvingEpochs: string;
  keep: string;
  dimensions: DimensionDraft[];
  order: "random" | "grid";
  trainings: string;
}

/** Variants that one click adds. */
export const presets: Record<string, JsonObject> = {
  "back-propagation": { rule: { type: "backprop" } },
  SGR: { rule: { type: "sgr" } },
  greedy: { rule: { type: "greedy" } },
  "2 modules": { split: { modules: 2 } },
  "learning rate 0.01": { optimizer: { type: "sgd", learningRate: 0.01 } },
};

/** The start of the form: the spec as given beside back-propagation. */
export function initialComparison(name: string, spec: Json): ComparisonDraft {
  const rest = isObject(spec) ? withMember(spec, "seed", undefined) : {};
  const rule = ruleType(spec) ?? "as given";
  return {
    name,
    spec: JSON.stringify(rest, null, 2),
    variants: rule.includes("backprop")
      ? [{ label: "backprop", changes: "{}" }, { label: "sgr", changes: '{"rule": {"type": "sgr"}}' }]
      : [{ label: "backprop", changes: '{"rule": {"type": "backprop"}}' }, { label: rule, changes: "{}" }],
    seeds: "1, 2, 3",
    priority: 0,
    labels: "",
    notes: "",
    halvingEpochs: "",
    keep: "0.5",
    dimensions: [],
    order: "random",
    trainings: "12",
  };
}

/** The request, and all problems that need no server. */
export function comparisonRequest(draft: ComparisonDraft): { body: JsonObject; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const read = (text: string, pointer: string): Json => {
    try {
      // JSON.parse returns `any`, but all values that it can return are Json.
      return JSON.parse(text) as Json;
    } catch (error) {
      problems.push({ pointer, detail: `is not JSON: ${error instanceof Error ? error.message : String(error)}` });
      return null;
    }
  };
  const numbers = (text: string, pointer: string): number[] => {
    const parts = text.split(/[\s,]+/).filter((part) => part !== "");
    if (parts.some((part) => !/^\d+$/.test(part))) problems.push({ pointer, detail: "must be whole numbers, separated by commas" });
    return parts.map(Number);
  };
  const body: JsonObject = {
    name: draft.name.trim(),
    spec: read(draft.spec, "/spec"),
    variants: draft.variants.map(({ label, changes }, index) => ({ label, changes: read(changes.trim() === "" ? "{}" : changes, `/variants/${index}/changes`) })),
    seeds: numbers(draft.seeds, "/seeds"),
    priority: draft.priority,
    labels: labelsOf(draft.labels, problems),
  };
  if (draft.notes.trim() !== "") body["notes"] = draft.notes;
  if (draft.name.trim() === "") problems.push({ pointer: "/name", detail: "is required" });
  if (draft.halvingEpochs.trim() !== "") body["halving"] = { epochs: numbers(draft.halvingEpochs, "/halving/epochs"), keep: Number(draft.keep) };
  if (draft.dimensions.length > 0) {
    body["search"] = { dimensions: draft.dimensions.map(dimensionOf), order: draft.order, trainings: Number(draft.trainings) };
  }
  return { body, problems };
}

function labelsOf(text: string, problems: FieldProblem[]): JsonObject {
  const parts = text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (parts.some((part) => !part.includes("="))) problems.push({ pointer: "/labels", detail: "must be name=value pairs such as team=vision, separated by commas" });
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")).trim(), part.slice(part.indexOf("=") + 1).trim()]));
}

/** `0.01..0.1` is a range on a logarithmic scale, as for learning rates and weights; everything else is a list. */
function dimensionOf({ field, values }: DimensionDraft): JsonObject {
  const range = /^\s*([\d.eE+-]+?)\s*\.\.\s*([\d.eE+-]+)\s*$/.exec(values);
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  if (range) return { field, from, to, scale: from > 0 ? "log" : "linear" };
  return { field, values: listOf(values) };
}

/** Values as JSON, such as `0.1, 0.2` or `{"type": "greedy"}, {"type": "sgr"}`; plain words count as text. */
function listOf(values: string): Json[] {
  try {
    // As above.
    return JSON.parse(`[${values}]`) as Json[];
  } catch {
    return values.split(",").map((value) => value.trim()).filter((value) => value !== "");
  }
}

/** How many jobs the request makes at most. */
export function jobCount(draft: ComparisonDraft): number {
  const seeds = draft.seeds.split(/[\s,]+/).filter((part) => part !== "").length;
  const listed = draft.variants.length * seeds;
  return draft.dimensions.length > 0 ? Math.max(listed, Number(draft.trainings) || 0) : listed;
}
