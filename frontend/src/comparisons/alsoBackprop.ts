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

const hasLanes = (parallel: Json | undefined) => isObject(parallel) && parallel["lanes"] !== 1;

/** The comparison of a job with the same training by back-propagation: same data, network and seed. */
export function withBackprop({ name, spec: given, ...rest }: { name: string; spec: Json; labels?: Record<string, string>; priority?: number; notes?: string }) {
  const spec: JsonObject = isObject(given) ? given : {};
  const { seed, ...shared } = spec;
  const changes = {
    rule: { type: "backprop" },
    // Lanes train modules side by side, of which back-propagation has one.
    ...(hasLanes(shared["parallel"]) && { parallel: null }),
    // A limit is kept by more modules, which back-propagation cannot have.
    ...(shared["maxMemoryBytes"] !== undefined && { maxMemoryBytes: null }),
  };
  return {
    ...rest,
    name: name.slice(0, 100),
    spec: shared,
    variants: [{ label: "backprop", changes }, { label: ruleType(spec) ?? "local" }],
    seeds: [typeof seed === "number" ? seed : 1],
  };
}
