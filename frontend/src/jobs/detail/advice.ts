import type { Reason } from "../jobs";

/** What a reader can do about a job that ended this way; nothing where the code is not known here. */
const advice: Record<string, string> = {
  OOM_DEVICE: "Use a smaller batch or a narrower network, or cut it into more local modules.",
  OOM_HOST: "The machine ran out of memory. Use a smaller batch, or give the worker more memory.",
  DIVERGED: "A loss became infinite or not a number. Try a lower learning rate, or some warm-up epochs.",
  DATA_ERROR: "The data set could not be read. Check its files against the manifest.",
  BAD_SPEC: "Change the spec; running it again unchanged will fail again.",
  NATIVE_CRASH: "The native library crashed. The log's last lines say more; running it again may help.",
  HUNG: "Training stopped making progress and was ended. Look for a stuck worker, then run it again.",
  WORKER_LOST: "The worker went away. Check that it runs and has memory to spare, then run it again.",
  PREEMPTED: "It gave way to another job. Run it again when there is room.",
  TIMEOUT_RUN: "It reached its time limit. Raise the limit in minutes, or train fewer epochs.",
  TIMEOUT_QUEUE: "It waited too long for a free slot. Add workers, or submit it again later.",
  DISK_FULL: "Free some space on the worker's disk, then run it again.",
  STORAGE_ERROR: "Files could not be stored. Check the artifact store, then run it again.",
  QUOTA: "The project is at its limit. Wait for other jobs to end, or ask for a higher limit.",
  CRASH_LOOP: "It crashed on every attempt. Read the log before running it again.",
  INTERNAL: "This is a fault of Isograd itself. The server's log has the details.",
};

export function adviceFor(reason: Reason): string | undefined {
  return advice[reason.code];
}
