import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post, remove, type Page } from "../api/client";

/** Newer servers may add states. */
export type DatasetState = "IMPORTING" | "READY" | "FAILED" | (string & {});

export interface Split {
  count: number;
  classes: Record<string, number>;
}

export interface BadFile {
  name: string;
  why: string;
}

export interface Size {
  height: number;
  width: number;
}

/** What an import found. The server leaves out counts and lists that are too long. */
export interface Report {
  splits?: Record<string, Split | undefined>;
  badFiles?: { count: number; first?: BadFile[] };
  /** Pictures of the test split that are in the training split too. */
  duplicates?: { count: number; first?: { train: string; test: string }[] };
  channels?: { mean: number; deviation: number }[];
  height?: number;
  width?: number;
  sizes?: { distinct: number; smallest: Size; median: Size; largest: Size };
  bytes?: number;
  format?: string;
  fit?: string;
  /** Sentences on what the import chose, and why. */
  notes?: string[];
}

export interface ImportProgress {
  /** In pictures; how many there will be is not always known at the beginning. */
  done: number;
  total: number;
  fraction: number;
  etaSeconds: number | null;
}

/** One version of a data set. While it is imported, or if that failed, its size and counts may be unknown. */
export interface Dataset {
  id: string;
  name: string;
  version?: number;
  /** What the spec of a job calls it: the name of a built-in data set, else `name@version`. */
  reference?: string;
  title: string | null;
  license: string | null;
  notice?: string | null;
  channels: number | null;
  height: number | null;
  width: number | null;
  classes: string[] | null;
  trainCount: number | null;
  testCount: number | null;
  digest: string | null;
  builtIn?: boolean;
  state?: DatasetState;
  progress?: ImportProgress | null;
  reason?: { code: string; message: string } | null;
  job?: string | null;
  report?: Report | null;
  bytes?: number | null;
  createdAt?: string | null;
}

export const datasetsKey = ["datasets"] as const;

export const datasetsQuery = () =>
  queryOptions({
    queryKey: [...datasetsKey, "list"],
    queryFn: ({ signal }) => get<Page<Dataset>>("/datasets", { limit: 200 }, signal),
    staleTime: 5000,
  });

const path = (reference: string) => `/datasets/${encodeURIComponent(reference)}`;

/** One version, by its id or as `name@version`; a name alone means the newest. */
export const datasetQuery = (reference: string) =>
  queryOptions({
    queryKey: [...datasetsKey, "one", reference],
    queryFn: ({ signal }) => get<Dataset>(path(reference), {}, signal),
  });

/** All versions of a name, newest first. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: [...datasetsKey, "list", name],
    queryFn: ({ signal }) => get<Page<Dataset>>("/datasets", { name, limit: 200 }, signal),
    staleTime: 5000,
  });

export interface Sample {
  index: number;
  class: string;
  split: string;
  url: string;
}

export interface SampleFilter {
  split: string;
  class: string;
  limit: number;
}

export const samplesQuery = (reference: string, { split, class: className, limit }: SampleFilter) =>
  queryOptions({
    queryKey: [...datasetsKey, "one", reference, "samples", split, className, limit],
    queryFn: ({ signal }) => get<{ data: Sample[] }>(`${path(reference)}/samples`, { split, class: className, limit }, signal),
    staleTime: Infinity,
  });

/** The address of one picture, as a PNG. */
export function pictureUrl(reference: string, split: string, index: number): string {
  return `/api/v1${path(reference)}/samples/${split}/${index}`;
}

export function useDeleteDataset(dataset: Dataset) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove(path(dataset.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: [...datasetsKey, "list"] }),
  });
}

/** Cancels the import, or runs it again. */
export function useImportControl(dataset: Dataset, action: "cancel" | "retry") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/jobs/${encodeURIComponent(dataset.job ?? "")}/${action}`),
    onSettled: () => client.invalidateQueries({ queryKey: datasetsKey }),
  });
}
