import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../../api/client";
import { count } from "../../components/format";
import { isImport, jobsKey, type Job } from "../jobs";

export type Control = "pause" | "resume" | "cancel" | "kill";

/** The actions that the server allows in each state; none for states that this version does not know. */
const allowed: Record<string, Control[]> = {
  QUEUED: ["pause", "cancel"],
  RUNNING: ["pause", "cancel", "kill"],
  PAUSING: ["cancel", "kill"],
  PAUSED: ["resume", "cancel"],
  CANCELLING: ["kill"],
};

export function allowedControls(job: Job): Control[] {
  const controls = allowed[job.state] ?? [];
  return isImport(job) ? controls.filter((control) => control !== "pause" && control !== "resume") : controls;
}

export function isRetryable(job: Job): boolean {
  return job.state === "FAILED" || job.state === "CANCELLED";
}

/** Whether a retry without a change would fail for the same reason. */
export function repeatsFailure(job: Job): boolean {
  return job.state === "FAILED" && job.reason?.retryable === false && !isImport(job);
}

interface Confirmation {
  button: string;
  action: string;
  busy: string;
  dismissLabel: string;
  destructive: boolean;
  /** Describes what will happen; `savedStep` is the step of the newest checkpoint. */
  description: (job: Job, savedStep: number | undefined) => string;
}

export const confirmations: Record<Control, Confirmation> = {
  pause: {
    button: "Pause", action: "Pause job", busy: "Pausing…", dismissLabel: "Don’t pause", destructive: false,
    description: (job) => job.state === "QUEUED"
      ? "The job is not running. It leaves the queue until you resume it."
      : "Saves a checkpoint, then stops training and frees the job’s slots. Resuming continues from that checkpoint.",
  },
  resume: {
    button: "Resume", action: "Resume job", busy: "Resuming…", dismissLabel: "Keep paused", destructive: false,
    description: (job, savedStep) => `The job returns to the queue. As soon as enough slots are free, it ${resumeOutcome(job, savedStep)}.`,
  },
  cancel: {
    button: "Cancel", action: "Cancel job", busy: "Cancelling…", dismissLabel: "Keep job", destructive: true,
    description: (job) => isImport(job)
      ? "The import ends, and its data set counts as failed. It can be imported again from the same files."
      : job.state === "RUNNING" || job.state === "PAUSING"
      ? "Saves a checkpoint, then stops training for good. Log and metrics are kept, and a new job can continue from the checkpoint."
      : "The job is not running, so it ends immediately. Log, metrics and checkpoints are kept.",
  },
  kill: {
    button: "Kill…", action: "Kill job", busy: "Killing…", dismissLabel: "Keep job", destructive: true,
    description: (job, savedStep) => isImport(job)
      ? "Ends the process of the import immediately. The data set counts as failed."
      : `Ends the training process immediately. Unlike Cancel, it does not save a checkpoint. ${lostWork(savedStep)}`,
  },
};

function resumeOutcome(job: Job, savedStep: number | undefined): string {
  if (savedStep !== undefined) return `continues from step ${count(savedStep)}`;
  return job.attempt === 0 ? "starts" : "starts from the beginning because there is no checkpoint";
}

function lostWork(savedStep: number | undefined): string {
  return savedStep === undefined
    ? "There is no checkpoint, so all training so far is lost."
    : `All training since step ${count(savedStep)} is lost.`;
}

/** Does not update the page optimistically: the page shows a new state once the server reports it. */
export function useControl(id: string, control: Control) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Job | undefined>(`/jobs/${encodeURIComponent(id)}/${control}`),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey }),
  });
}
