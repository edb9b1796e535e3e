import type { Plan } from "../plans/plans";

const MEBIBYTE = 2 ** 20;

/** The answer of `POST /plans`. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  return {
    memory: {
      estimatedBytes: 100 * MEBIBYTE,
      backpropBytes: 200 * MEBIBYTE,
      parts: { weights: 5 * MEBIBYTE, optimizer: 5 * MEBIBYTE, gradients: 10 * MEBIBYTE, activations: 50 * MEBIBYTE, working: 30 * MEBIBYTE },
      modules: [],
    },
    time: { secondsPerEpoch: { low: 20, high: 30 }, basis: "3 runs of this training on the cpu" },
    steps: 1200,
    blocks: 3,
    split: { modules: 3, by: "depth" },
    cuts: [{ modules: 1, memoryBytes: 200 * MEBIBYTE }, { modules: 2, memoryBytes: 120 * MEBIBYTE }, { modules: 3, memoryBytes: 100 * MEBIBYTE }],
    queue: { ahead: 2, estimatedWaitSeconds: 90 },
    devices: [{ worker: "w", device: "cpu", kind: "cpu", fits: true, freeBytes: 4096 * MEBIBYTE }],
    advice: [{ change: { batchSize: 32 }, memoryBytes: 60 * MEBIBYTE, why: "A smaller batch. No runs on this data yet.", secondsPerEpoch: { low: 40, high: 60 } }],
    problems: [],
    ...changes,
  };
}
