/** The result of the isolation check before the first step. */
export interface Isolation {
  isolated: boolean;
  /** For each head, the modules that its loss updates. Absent if there are too many modules to list. */
  movedBy?: number[][];
}

/** The memory that training uses: estimated before and measured after. Absent in results of older versions. */
export interface MemoryResult {
  estimatedBytes: number;
  measuredBytes?: number;
  backpropBytes: number;
  estimate: { weights: number; optimizer: number; gradients: number; activations: number[]; working: number; lanes?: number[] };
}
