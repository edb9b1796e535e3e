import { count } from "../components/format";
import type { Dataset } from "./datasets";

/** `pets@2`, or the name alone for the sets that come with the service. */
export function qualifiedName({ name, reference }: Dataset): string {
  return reference ?? name;
}

/** Splits `pets@2` into its name and its version. */
export function parseReference(reference: string): { name: string; version: number | undefined } {
  const [name = "", version] = reference.split("@");
  return { name, version: version === undefined ? undefined : Number(version) };
}

/** Servers without imports send no state: all of their sets are ready. */
export function isReady(dataset: Dataset): boolean {
  return dataset.state === undefined || dataset.state === "READY";
}

export function isImporting(dataset: Dataset): boolean {
  return dataset.state === "IMPORTING";
}

/** The data set of a spec, by its name or as `name@version`. */
export function named(datasets: Dataset[], reference: unknown): Dataset | undefined {
  return datasets.find((dataset) => dataset.name === reference || qualifiedName(dataset) === reference);
}

/** Rows of numbers have no height, so nothing that moves or turns pictures makes sense for them. */
export function hasPictures({ width, height }: Dataset): boolean {
  return width !== null && height !== null && width > 1 && height > 1;
}

export function pictureSize({ width, height, channels }: Dataset): string | undefined {
  if (width === null || height === null || width === 0) return undefined;
  return `${width}×${height}${channels === 3 ? " color" : channels === 1 ? " grayscale" : ""}`;
}

export function pictureCount({ trainCount, testCount }: Dataset): string | undefined {
  return trainCount === null || testCount === null ? undefined : `${count(trainCount)} + ${count(testCount)}`;
}

/** All versions of each name, newest first; names keep their order. */
export function byName(datasets: Dataset[]): Map<string, Dataset[]> {
  const names = new Map<string, Dataset[]>();
  for (const dataset of datasets) names.set(dataset.name, [...(names.get(dataset.name) ?? []), dataset]);
  for (const versions of names.values()) versions.sort((one, other) => (other.version ?? 1) - (one.version ?? 1));
  return names;
}
