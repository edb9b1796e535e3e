const labels: Record<string, string> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  CANCELLED: "cancelled",
  PAUSED: "paused",
  RELEASED: "given back, as its worker was stopped",
  WORKER_LOST: "its worker was lost",
  NATIVE_CRASH: "the training process crashed",
  OOM_DEVICE: "ran out of the device's memory",
  OOM_HOST: "ran out of the machine's memory",
  HUNG: "made no progress and was ended",
  DISK_FULL: "the worker's disk was full",
  STORAGE_ERROR: "files could not be stored",
  PREEMPTED: "gave way to another job",
  INTERNAL: "a fault of Isograd itself",
};

/** How an attempt ended, in words; one that is new to this page by its code. */
export function outcomeLabel(code: string | null): string {
  if (code === null) return "running";
  return labels[code] ?? code.toLowerCase().replaceAll("_", " ");
}
