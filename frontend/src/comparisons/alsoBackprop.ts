import { isObject, type Json, type JsonObject } from "../api/json";

/** Whether a spec can be compared with back-propagation: it is not back-propagation itself. */
export function isLocal(spec: Json): boolean {
  const type = ruleType(spec);
  return type !== undefined && !type.includes("backprop");
}

/** The name of the rule; undefined in a draft without one. */
export function ruleType(spec: Json): string | undefined {
  const rule = isObject(spec) ? spec["rule"] : undefined;
  const type = isObject(rule) ? rule["type"] : undefined;
  return typeof type === "string" ? type : undefined;
}

/** The comparison of a job with the same training by back-propagation: same data, network and seed. */
export function withBackprop(job: { name: string; spec: Json }) {
  const spec: JsonObject = isObject(job.spec) ? job.spec : {};
  const { seed, ...rest } = spec;
  // Lanes train modules side by side, of which back-propagation has one.
  const changes = { rule: { type: "backprop" }, ...(rest["parallel"] !== undefined && { parallel: null }) };
  return {
    name: job.name.slice(0, 100),
    spec: rest,
    variants: [{ label: "backprop", changes }, { label: ruleType(spec) ?? "local" }],
    seeds: [typeof seed === "number" ? seed : 1],
  };
}
