import type { Comparison, Variant } from "../comparisons/comparisons";
import { aJob } from "./factories";

/** A variant without a result; three seeds unless changed. */
export const aVariant = (changes: Partial<Variant> = {}): Variant => ({
  label: "sgr", changes: {}, jobs: ["job_1"], n: 3, testAccuracy: null, peakMemoryBytes: null, trainSeconds: null,
  difference: null, verdict: "none", stopped: null, ...changes,
});

/** A pair of back-propagation and SGR with one seed, which is over. */
export const aPair = (changes: Partial<Comparison> = {}): Comparison => ({
  id: "cmp_1",
  name: "the pair",
  labels: {},
  isTerminal: true,
  states: { SUCCEEDED: 2 },
  spec: { ...aJob.queued().spec },
  seeds: [1],
  variants: [
    aVariant({
      label: "backprop", changes: { rule: { type: "backprop" } }, jobs: ["job_1"], n: 1,
      testAccuracy: { mean: 0.87, sd: null }, peakMemoryBytes: { mean: 700 * 2 ** 20, sd: null }, trainSeconds: { mean: 60, sd: null },
    }),
    aVariant({
      jobs: ["job_2"], n: 1, difference: { mean: -0.02, sd: null },
      testAccuracy: { mean: 0.85, sd: null }, peakMemoryBytes: { mean: 420 * 2 ** 20, sd: null }, trainSeconds: { mean: 120, sd: null },
    }),
  ],
  halving: null,
  createdAt: "2026-11-23T10:00:00Z",
  finishedAt: "2026-11-23T10:10:00Z",
  ...changes,
});
