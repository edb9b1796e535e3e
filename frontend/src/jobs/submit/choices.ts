import { isObject, type Json, type JsonObject } from "../../api/json";
import { choiceOf, typeOf, withDefaults, type Schema } from "../../catalog/schema";
import { part, typeIn } from "./specLimits";

/** What the choices depend on beside the spec. */
export interface Surroundings {
  hasGpu: boolean;
  hasPictures: boolean;
  /** The number of local modules, if it is known. */
  modules: number | undefined;
}

const ANALYTIC = "sgr-bp-free";
/** Those whose layers and heads have gradients in closed form. */
const FOR_ANALYTIC: Record<string, string[]> = { network: ["vgg", "mlp"], head: ["linear", "etf"] };

/** The schema with the reasons why some choices make no sense beside the others. */
export function restricted(schema: Schema, draft: Json, { hasGpu, hasPictures, modules }: Surroundings): Schema {
  const properties = { ...schema.properties };
  const mark = (name: string, marks: Partial<Schema>) => {
    const property = properties[name];
    if (property) properties[name] = { ...property, ...marks };
  };
  const rule = typeIn(draft, "rule");
  if (rule === ANALYTIC) {
    for (const [name, types] of Object.entries(FOR_ANALYTIC)) mark(name, { unavailable: others(properties[name], types) });
  } else if (!FOR_ANALYTIC["network"]?.includes(typeIn(draft, "network"))) {
    mark("rule", { unavailable: { [ANALYTIC]: "trains VGG and MLP networks only." } });
  }
  if (rule === ANALYTIC || rule === "sgr") mark("precision", { unavailable: { bf16: "cannot be used with SGR." } });
  if (!hasGpu) mark("device", { unavailable: { gpu: "no running worker has a GPU." } });
  if (!hasPictures) mark("augmentation", { disabled: "This data set has no pictures." });
  const lanes = properties["parallel"]?.properties?.["lanes"];
  if (lanes && modules !== undefined) mark("parallel", { properties: { ...properties["parallel"]?.properties, lanes: { ...lanes, maximum: modules } } });
  const split = properties["split"];
  const number = split?.properties?.["modules"];
  if (number && boundaries(draft)) mark("split", { properties: { ...split.properties, modules: { ...number, disabled: "Set by the boundaries under More." } } });
  return { ...schema, properties };
}

function others(property: Schema | undefined, types: string[]): Record<string, string> {
  const excluded = (property?.oneOf ?? []).map(typeOf).filter((type) => !types.includes(type));
  return Object.fromEntries(excluded.map((type) => [type, "cannot be used with SGR without back-propagation."]));
}

/** The draft as the server would read it: with the number of modules of the boundaries, and a head that fits the rule. */
export function fitted(schema: Schema, draft: Json): Json {
  if (!isObject(draft)) return draft;
  const fits: JsonObject = { ...draft };
  const cuts = boundaries(draft);
  if (cuts) fits["split"] = { ...part(draft, "split"), modules: cuts.length + 1 };
  const heads = schema.properties?.["head"];
  const isWrong = typeIn(draft, "rule") === ANALYTIC && !FOR_ANALYTIC["head"]?.includes(typeIn(draft, "head"));
  // What the server takes if no head is given.
  const linear = heads && isWrong ? choiceOf(heads, { type: "linear" }) : undefined;
  if (linear) fits["head"] = withDefaults(linear) ?? {};
  return fits;
}

/** An edited draft without what `fitted` has changed in it, so that the chosen head is back with another rule. */
export function unfitted(edited: Json, shown: Json, held: Json): Json {
  if (!isObject(edited) || !isObject(held) || held["head"] === undefined) return edited;
  return JSON.stringify(edited["head"]) === JSON.stringify(part(shown, "head")) ? { ...edited, head: held["head"] } : edited;
}

function boundaries(draft: Json): Json[] | undefined {
  const cuts = part(draft, "split")["boundaries"];
  return Array.isArray(cuts) && cuts.length > 0 ? cuts : undefined;
}
