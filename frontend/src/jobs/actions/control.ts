import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../../api/client";
import { count } from "../../components/format";
import { jobsKey, type Job } from "../jobs";

export type Control = "pause" | "resume" | "cancel" | "kill";

/** What the server allows in each state; a state that is new to this page allows nothing. */
const allowed: Record<string, Control[]> = {
  QUEUED: ["pause", "cancel"],
  RUNNING: ["pause", "cancel", "kill"],
  PAUSING: ["cancel", "kill"],
  PAUSED: ["resume", "cancel"],
  CANCELLING: ["kill"],
};

export function allowedControls(job: Job): Control[] {
  return allowed[job.state] ?? [];
}

export function isRetryable(job: Job): boolean {
  return job.state === "FAILED" || job.state === "CANCELLED";
}

interface Confirmation {
  button: string;
  action: string;
  busy: string;
  dismissLabel: string;
  destructive: boolean;
  /** What will happen; `saved` is the step of the newest checkpoint. */
  description: (job: Job, savedStep: number | undefined) => string;
}

export const confirmations: Record<Control, Confirmation> = {
  pause: {
    button: "Pause", action: "Pause the job", busy: "Pausing…", dismissLabel: "Let it run", destructive: false,
    description: (job) => job.state === "QUEUED"
      ? "It has not started. It leaves the queue until it is resumed."
      : "Saves a checkpoint, then stops and gives its slot back. Resuming goes on from that checkpoint.",
  },
  resume: {
    button: "Resume", action: "Resume the job", busy: "Resuming…", dismissLabel: "Leave it paused", destructive: false,
    description: (job, savedStep) => `It goes back into the queue and, as soon as a slot is free, ${resumeOutcome(job, savedStep)}.`,
  },
  cancel: {
    button: "Cancel", action: "Cancel the job", busy: "Cancelling…", dismissLabel: "Keep it", destructive: true,
    description: (job) => job.state === "RUNNING" || job.state === "PAUSING"
      ? "Saves a checkpoint, then stops for good. Log and figures stay, and a new job can go on from the checkpoint."
      : "It does not run now, so it ends at once. Log, figures and checkpoints stay.",
  },
  kill: {
    button: "Kill…", action: "Kill the job", busy: "Killing…", dismissLabel: "Keep it", destructive: true,
    description: (_, savedStep) => `Ends the training process at once and saves nothing. ${lostWork(savedStep)} Cancel saves a checkpoint first.`,
  },
};

function resumeOutcome(job: Job, savedStep: number | undefined): string {
  if (savedStep !== undefined) return `goes on from step ${count(savedStep)}`;
  return job.attempt === 0 ? "starts" : "starts from the beginning, as there is no checkpoint";
}

function lostWork(savedStep: number | undefined): string {
  return savedStep === undefined
    ? "There is no checkpoint: all that was trained is lost."
    : `What was trained since step ${count(savedStep)} is lost.`;
}

/** Nothing is shown before the server has said it: the answer is the job as it is then. */
export function useControl(id: string, control: Control) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Job | undefined>(`/jobs/${encodeURIComponent(id)}/${control}`),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey }),
  });
}
