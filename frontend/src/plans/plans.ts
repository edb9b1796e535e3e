import { queryOptions } from "@tanstack/react-query";
import { post } from "../api/client";
import type { Json, JsonObject } from "../api/json";

/** Estimated memory in bytes. The parts add up to the estimate. */
export interface PlanMemory {
  estimatedBytes: number;
  backpropBytes: number;
  parts: Record<Part, number>;
  modules: { module: number; activations: number; weights: number }[];
}

export const PARTS = ["weights", "optimizer", "gradients", "activations", "working"] as const;
export type Part = (typeof PARTS)[number];

/** A change of the spec that needs less memory. */
export interface Advice {
  change: JsonObject;
  memoryBytes: number;
  why: string;
  /** Null if nothing is known. */
  secondsPerEpoch: SecondsRange | null;
}

/** Predicted seconds. */
export interface SecondsRange {
  low: number;
  high: number;
}

/** What a training would take. */
export interface Plan {
  memory: PlanMemory;
  time: { secondsPerEpoch: SecondsRange; basis: string } | null;
  steps: number;
  blocks: number;
  split: { modules: number; by?: string };
  cuts: { modules: number; memoryBytes: number }[];
  queue: { ahead: number; estimatedWaitSeconds: number | null };
  devices: { worker: string; device: string; kind: string; fits: boolean; freeBytes: number }[];
  advice: Advice[];
  problems: { code: string; detail: string }[];
}

/** What a submission would take; asked again when it changes, and kept for a while so that going back is immediate. */
export function planQuery(job: { spec: Json; priority?: number }) {
  return queryOptions({
    queryKey: ["plans", job],
    queryFn: () => post<Plan>("/plans", job),
    // A wrong field stays wrong until it is changed.
    retry: false,
    staleTime: 30_000,
    gcTime: 120_000,
  });
}

/** Applies a merge patch (RFC 7396) as the server does: another `type` replaces the object. */
export function patched(target: Json | undefined, changes: JsonObject): JsonObject {
  const merged: JsonObject = isPlain(target) ? { ...target } : {};
  for (const [name, change] of Object.entries(changes)) {
    const old = merged[name];
    if (change === null) Reflect.deleteProperty(merged, name);
    else if (isPlain(change) && !isOtherType(old, change)) merged[name] = patched(old, change);
    else merged[name] = change;
  }
  return merged;
}

function isPlain(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOtherType(old: Json | undefined, change: JsonObject): boolean {
  return isPlain(old) && change["type"] !== undefined && change["type"] !== old["type"];
}
