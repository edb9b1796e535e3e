const labels: Record<string, string> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  CANCELLED: "cancelled",
  PAUSED: "paused",
  RELEASED: "released: worker stopped",
  WORKER_LOST: "worker lost",
  NATIVE_CRASH: "training process crashed",
  GPU_FAULT: "GPU failed",
  OOM_DEVICE: "out of device memory",
  OOM_HOST: "out of host memory",
  HUNG: "hung (no progress)",
  DISK_FULL: "worker disk full",
  STORAGE_ERROR: "files could not be stored",
  PREEMPTED: "preempted by another job",
  INTERNAL: "internal error in Isograd",
};

/** Describes how an attempt ended. An unknown outcome is shown as its code in lower case. */
export function outcomeLabel(code: string | null): string {
  if (code === null) return "running";
  return labels[code] ?? code.toLowerCase().replaceAll("_", " ");
}
