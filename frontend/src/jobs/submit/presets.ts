import type { Json, JsonObject } from "../../api/json";
import { withDefaults, type Schema } from "../../catalog/schema";
import { bytes } from "../../components/format";
import { hasPictures, isReady, named } from "../../datasets/describe";
import type { Dataset } from "../../datasets/datasets";
import { description } from "../../plans/AdviceList";
import { patched, type Plan } from "../../plans/plans";
import { SAMPLE_SPEC } from "./sample";
import { typeIn } from "./specLimits";
import type { LivePlan } from "./usePlan";

export interface Preset {
  name: string;
  /** What the form holds afterwards, and what that is in a sentence; undefined if the preset cannot be used. */
  result: { spec: Json; ownSplit: boolean; says: string } | undefined;
  /** Why it cannot be used. */
  reason?: string;
}

const SGD = { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.0001, schedule: { type: "cosine" } };
const AUGMENTATION = { flip: true, cropPadding: 4 };
const RECIPE_BATCH = 128;

/** Of bench/experiments/resnet32-k2.json: the setting that published work reports, in a width for CPUs. */
const PAPER = {
  network: { type: "resnet", depth: 32, width: 8 },
  split: { modules: 2, by: "published" },
  head: { type: "conv1x1" },
  rule: { type: "sgr", distance: "sq", weight: 1 },
  optimizer: SGD,
  augmentation: AUGMENTATION,
};

/** Of bench/experiments/cifar-search.json: what ends closest to back-propagation in docs/results.md. */
const CLOSEST = {
  network: { type: "resnet", depth: 20, width: 8 },
  split: { modules: 4, by: "memory" },
  head: { type: "conv", convolutions: 3 },
  rule: { type: "pgl", period: 2 },
  optimizer: SGD,
  augmentation: AUGMENTATION,
};

/** Fields about the run and not about what is learned, which presets leave as they are. */
const OF_THE_RUN = ["seed", "device", "limits", "insight", "deterministic"];

/** What one click can set. */
export function presets(schema: Schema, draft: JsonObject, datasets: Dataset[], live: LivePlan): Preset[] {
  return [
    quickLook(schema, draft, datasets),
    ofRecipe("Paper-like", PAPER, "ResNet-32 in 2 modules, SGR with the squared distance, 1x1 convolution heads", schema, draft, datasets),
    ofRecipe("Best accuracy", CLOSEST, "ResNet-20 in 4 modules, guided by the whole network in every 2nd step, heads of 3 convolutions", schema, draft, datasets),
    smallestMemory(schema, draft, live),
  ];
}

function quickLook(schema: Schema, draft: JsonObject, datasets: Dataset[]): Preset {
  const name = "Quick look";
  const ready = datasets.filter(isReady);
  const size = ({ trainCount }: Dataset) => trainCount ?? Infinity;
  const dataset = ready.find((each) => each.name === SAMPLE_SPEC.dataset) ?? ready.toSorted((one, other) => size(one) - size(other))[0];
  if (!dataset) return { name, result: undefined, reason: "There is no data set yet. Import one first." };
  const isAnalytic = typeIn(draft, "rule") === "sgr-bp-free";
  const spec = {
    ...members(draft, ["rule", ...OF_THE_RUN]),
    dataset: dataset.name,
    network: isAnalytic ? { type: "mlp", hidden: 3, width: 64 } : SAMPLE_SPEC.network,
    epochs: 2,
    batchSize: SAMPLE_SPEC.batchSize,
  };
  const network = isAnalytic ? "an MLP of width 64" : "a ResNet-8 of width 8";
  const says = `Set ${network} on ${dataset.name}, 2 epochs and batches of 64. The rule is unchanged.`;
  return { name, result: { spec: withDefaults(schema, spec) ?? {}, ownSplit: false, says } };
}

function ofRecipe(name: string, recipe: JsonObject, words: string, schema: Schema, draft: JsonObject, datasets: Dataset[]): Preset {
  const chosen = named(datasets, draft["dataset"]);
  if (chosen && !hasPictures(chosen)) return { name, result: undefined, reason: "The data set has no pictures." };
  const batchSize = Math.min(RECIPE_BATCH, chosen?.trainCount ?? RECIPE_BATCH);
  const spec = { ...members(draft, ["dataset", "epochs", ...OF_THE_RUN]), ...recipe, batchSize };
  const says = `Set ${words}, flips and crops. Data set and epochs are unchanged.`;
  return { name, result: { spec: withDefaults(schema, spec) ?? {}, ownSplit: true, says } };
}

function smallestMemory(schema: Schema, draft: JsonObject, live: LivePlan): Preset {
  const name = "Smallest memory";
  const { plan } = live;
  if (live.missing !== undefined) return { name, result: undefined, reason: "There is no plan for the form as it is." };
  if (!plan || live.isOld) return { name, result: undefined, reason: "The plan is not ready yet." };
  const least = smaller(plan)[0];
  if (!least) return { name, result: undefined, reason: "No other split or rule in the plan needs less memory." };
  const says = `Set ${least.words}: an estimated ${bytes(least.memoryBytes)} instead of ${bytes(plan.memory.estimatedBytes)}.`;
  return { name, result: { spec: withDefaults(schema, patched(draft, least.change)) ?? {}, ownSplit: true, says } };
}

/** Other splits and rules that need less memory, the least first. */
function smaller(plan: Plan): { change: JsonObject; memoryBytes: number; words: string }[] {
  const cuts = plan.cuts.map(({ modules, memoryBytes }) => ({
    change: { split: { modules, boundaries: null } },
    memoryBytes,
    words: modules === 1 ? "1 module" : `${modules} modules`,
  }));
  const advice = plan.advice
    .filter(({ change }) => Object.keys(change).every((field) => ["split", "rule", "head"].includes(field)))
    .map((each) => ({ ...each, words: description(each) }));
  return [...cuts, ...advice]
    .filter(({ memoryBytes }) => memoryBytes < plan.memory.estimatedBytes)
    .sort((one, other) => one.memoryBytes - other.memoryBytes);
}

export function members(object: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}
