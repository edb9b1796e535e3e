import type { Reason } from "../jobs";

/** Advice for a job that ended with this reason; none for codes that this version does not know. */
const advice: Record<string, string> = {
  STOPPED_EARLY: "Other variants of the comparison did better at that epoch. To train it anyway, submit it as a job of its own.",
  OOM_DEVICE: "Use a smaller batch or a narrower network, or split the network into more local modules. The message names what would have fitted.",
  GPU_FAULT: "The GPU or its driver failed. A retry may succeed, on another GPU if there is one.",
  OOM_HOST: "The machine ran out of memory. Use a smaller batch, or give the worker more memory.",
  DIVERGED: "A loss became infinite or NaN. Try a lower learning rate, or add warm-up epochs.",
  DATA_ERROR: "The data set could not be read. Import its files again, then train on the new version.",
  BAD_SPEC: "The spec is invalid. Change it and run it as a new job: an unchanged retry will fail again.",
  NATIVE_CRASH: "The native library crashed. The last log lines have the details. A retry may succeed.",
  HUNG: "Training made no progress and was stopped. Look for a stuck worker, then retry the job.",
  WORKER_LOST: "The worker was lost. Check that it is running and has enough memory, then retry the job.",
  PREEMPTED: "Another job preempted this one. Retry it when slots are free.",
  TIMEOUT_RUN: "The job reached its time limit. Raise the limit, or train for fewer epochs.",
  TIMEOUT_QUEUE: "The job waited too long for a free slot. Add workers, or submit it again later.",
  DISK_FULL: "Free some space on the worker's disk, then retry the job.",
  STORAGE_ERROR: "Files could not be stored. Check the artifact store, then retry the job.",
  QUOTA: "The project has used up its quota. Wait for other jobs to end, or ask for a higher quota.",
  CRASH_LOOP: "The job crashed several times in a row. Read the log before you retry it.",
  INTERNAL: "This is a bug in Isograd. The server log has the details; an administrator can read it.",
};

/** No advice that the message already gives. */
export function adviceFor({ code, message }: Reason): string | undefined {
  return code === "DIVERGED" && message.includes("lower learning rate") ? undefined : advice[code];
}
