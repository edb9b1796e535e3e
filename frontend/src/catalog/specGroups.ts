import { isObject, type Json } from "../api/json";
import type { Schema } from "./schema";

/** The folded fields of a spec, by what they are about. The options of the rule come before those of its group. */
export const GROUPS = [
  { title: "Rule", fields: ["split", "maxMemoryBytes", "head"] },
  { title: "Optimization", fields: ["batchSize", "seed", "optimizer"] },
  { title: "Images", fields: ["augmentation", "validationFraction", "sampling", "classWeights", "labelSmoothing", "dropLast"] },
  { title: "Run", fields: ["device", "precision", "deterministic", "parallel", "limits", "insight"] },
];

const IN_SIGHT = ["dataset", "network", "rule", "epochs"];

/** Fields that a newer server adds. */
export function otherFields(schema: Schema): string[] {
  const known = new Set([...IN_SIGHT, ...GROUPS.flatMap((group) => group.fields)]);
  return Object.keys(schema.properties ?? {}).filter((name) => !known.has(name));
}

/** The schema of what is folded: of the split all but the number of modules, of the rule only its options. */
export function foldedPart(schema: Schema, value: Json): Schema {
  const { rule, split } = schema.properties ?? {};
  const chosen = isObject(value) ? value["rule"] : undefined;
  return {
    ...schema,
    properties: {
      // The rule itself is in sight, so any choice of it is as usual.
      ...(rule && { rule: { ...rule, ...(chosen !== undefined && { default: chosen }) } }),
      ...without(schema, IN_SIGHT),
      ...(split && { split: { ...split, properties: without(split, ["modules"]) } }),
    },
  };
}

function without(schema: Schema, names: string[]): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)));
}

/** Whether a field has a problem that is not in sight. */
export function foldedProblems(pointers: string[]): boolean {
  return pointers.some((pointer) => {
    const [, name = "", member] = pointer.split("/");
    if (name === "rule") return member !== undefined && member !== "type";
    if (name === "split") return member !== "modules";
    return name !== "" && name !== "name" && !IN_SIGHT.includes(name);
  });
}
