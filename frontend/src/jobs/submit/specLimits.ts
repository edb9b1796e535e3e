import type { FieldProblem } from "../../api/errors";
import { isObject, withMember, type Json, type JsonObject } from "../../api/json";
import type { Schema } from "../../catalog/schema";

/** Fields that a rule does not read. */
const UNUSED: Record<string, string[]> = {
  backprop: ["split", "head", "parallel"],
  "checkpointed-backprop": ["head", "parallel"],
  "deep-supervision": ["parallel"],
  overlap: ["parallel"],
  staggered: ["parallel"],
  pgl: ["parallel"],
  blockwise: ["head"],
  "sgr-bp-free": ["split"],
};

/** The fields that have no meaning under the chosen rule; the form hides them and does not send them. */
export function unusedFields(draft: Json): string[] {
  return UNUSED[typeIn(draft, "rule")] ?? [];
}

export function withoutUnused(draft: Json, hasPictures = true): Json {
  if (!isObject(draft)) return draft;
  const unused = [...unusedFields(draft), ...(hasPictures ? [] : ["augmentation"])];
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !unused.includes(name)));
}

/** Leaves the number of modules to the server, which knows the blocks of the network and the limit of the memory. */
export function withoutModules(draft: Json): Json {
  if (!isObject(draft) || draft["split"] === undefined) return draft;
  const split = withMember(withMember(part(draft, "split"), "modules", undefined), "boundaries", undefined);
  // Under a limit the server also chooses what the modules have in equal shares.
  return withMember(draft, "split", draft["maxMemoryBytes"] === undefined ? split : undefined);
}

/** The schema with the bounds that follow from the network, without what the rule does not read. */
export function limited(schema: Schema, draft: Json, blocks: number | undefined): Schema {
  const unused = unusedFields(draft);
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !unused.includes(name)));
  const split = properties["split"];
  const modules = split?.properties?.["modules"];
  if (split && modules && blocks !== undefined) {
    properties["split"] = { ...split, properties: { ...split.properties, modules: { ...modules, maximum: blocks } } };
  }
  return { ...schema, properties };
}

/** Problems of a split that its schema does not describe. */
export function splitProblems(draft: Json, blocks: number | undefined): FieldProblem[] {
  const boundaries = part(draft, "split")["boundaries"];
  if (!Array.isArray(boundaries) || boundaries.length === 0) return [];
  const pointer = "/split/boundaries";
  const numbers = boundaries.filter((entry): entry is number => typeof entry === "number" && Number.isInteger(entry));
  // The schema says that they must be integers.
  if (numbers.length < boundaries.length) return [];
  const last = numbers.at(-1) ?? 0;
  if ((numbers[0] ?? 1) < 1) return [{ pointer, detail: "The first module always begins at block 0; list later blocks only, from 1." }];
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) return [{ pointer, detail: "Must be in ascending order." }];
  if (blocks !== undefined && last >= blocks) return [{ pointer, detail: `The network has ${blocks} blocks, so the last must be at most ${blocks - 1}.` }];
  return [];
}

/** The type of a part that is a choice; empty in a draft without one. */
export function typeIn(draft: Json, name: string): string {
  const { type } = part(draft, name);
  return typeof type === "string" ? type : "";
}

export function part(draft: Json, name: string): JsonObject {
  const value = isObject(draft) ? draft[name] : undefined;
  return isObject(value) ? value : {};
}
