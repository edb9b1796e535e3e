import type { Metrics } from "./metrics";
import type { Unit } from "./unit";

/** A chart of the job page: which metrics it draws, and how. */
export interface ChartDefinition {
  id: string;
  title: string;
  unit: Unit;
  /** The metrics of the whole network, each with the label of its line. */
  network?: [name: string, label: string][];
  /** The metric of each local module, or of each boundary. */
  each?: string;
  boundary?: boolean;
  logarithmic?: boolean;
  /** Whether it is shown until the reader chooses charts. */
  byDefault?: boolean;
  /** The values at the ends of the colors of a heat map; those of the data if absent. */
  range?: [number, number];
}

export const definitions: ChartDefinition[] = [
  { id: "loss", title: "Loss", unit: "number", network: [["train.loss", "train"], ["test.loss", "test"], ["validation.loss", "validation"]], logarithmic: true, byDefault: true },
  { id: "accuracy", title: "Accuracy", unit: "percent", network: [["train.accuracy", "train"], ["test.accuracy", "test"], ["validation.accuracy", "validation"]], byDefault: true },
  { id: "modules", title: "Modules", unit: "percent", each: "module.accuracy", byDefault: true },
  { id: "cosine", title: "Gradient cosine at boundaries", unit: "number", each: "boundary.cosine", boundary: true, byDefault: true },
  { id: "backprop", title: "Cosine with end-to-end gradient", unit: "number", each: "module.endToEndCosine", byDefault: true },
  { id: "dead", title: "Dead units", unit: "percent", each: "module.deadUnits", byDefault: true },
  { id: "gradients", title: "Gradient norm", unit: "number", each: "module.gradientNorm", logarithmic: true },
  { id: "updates", title: "Update ratio", unit: "number", each: "module.updateRatio", logarithmic: true },
  { id: "distance", title: "Gradient distance at boundaries", unit: "number", each: "boundary.distance", boundary: true, logarithmic: true },
  { id: "norms", title: "Ratio of gradient norms at boundaries", unit: "number", each: "boundary.normRatio", boundary: true, logarithmic: true },
  { id: "squared", title: "Squared gradient distance at boundaries", unit: "number", each: "boundary.squaredDistance", boundary: true, logarithmic: true },
  { id: "active", title: "Gradient cosine where features are positive", unit: "number", each: "boundary.activeCosine", boundary: true },
  { id: "along", title: "Part of the target gradient along the features", unit: "percent", each: "boundary.targetAlongFeatures", boundary: true },
  { id: "solo", title: "Own updates that lower the loss of the last module", unit: "percent", each: "module.soloDescent" },
  { id: "rate", title: "Learning rate", unit: "number", network: [["learningRate", "learning rate"]], logarithmic: true },
  { id: "memory", title: "Memory of the process", unit: "bytes", network: [["memory.bytes", "now"], ["memory.peakBytes", "highest"]] },
  { id: "speed", title: "Images per second", unit: "count", network: [["images.perSecond", "images per second"]] },
  { id: "seconds", title: "Seconds per step", unit: "seconds", network: [["step.seconds", "seconds per step"]] },
];

/** The metrics that a chart draws. The chart of the modules draws one of two. */
export function namesOf({ network, each }: ChartDefinition): string[] {
  return network?.map(([name]) => name) ?? (each === undefined ? [] : [each]);
}

/** The modules for which a metric was recorded. */
export function modulesOf(latest: Metrics | undefined, name: string): number {
  return latest?.series.filter((series) => series.name === name && series.module !== null && series.buckets.length > 0).length ?? 0;
}

export function isRecorded(latest: Metrics | undefined, definition: ChartDefinition): boolean {
  const names = namesOf(definition);
  return latest?.series.some(({ name, buckets }) => names.includes(name) && buckets.length > 0) ?? false;
}
