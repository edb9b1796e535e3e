/** What an experiment before the first step found: the modules that each head's loss moves, first head first. */
export interface Isolation {
  isolated: boolean;
  /** Left out where there are too many modules to list. */
  movedBy?: number[][];
}

/** Bytes that training takes, told before and measured after; jobs of older versions have none. */
export interface MemoryResult {
  estimatedBytes: number;
  measuredBytes?: number;
  backpropBytes: number;
  estimate: { weights: number; optimizer: number; gradients: number; activations: number[]; working: number };
}
