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

export function controls(job: Job): Control[] {
  return allowed[job.state] ?? [];
}

export function isRetryable(job: Job): boolean {
  return job.state === "FAILED" || job.state === "CANCELLED";
}

interface Question {
  button: string;
  action: string;
  busy: string;
  refusal: string;
  harmful: boolean;
  /** What will happen; `saved` is the step of the newest checkpoint. */
  says: (job: Job, saved: number | undefined) => string;
}

export const questions: Record<Control, Question> = {
  pause: {
    button: "Pause", action: "Pause the job", busy: "Pausing…", refusal: "Let it run", harmful: false,
    says: (job) => job.state === "QUEUED"
      ? "It has not started. It leaves the queue until it is resumed."
      : "Saves a checkpoint, then stops and gives its slot back. Resuming goes on from that checkpoint.",
  },
  resume: {
    button: "Resume", action: "Resume the job", busy: "Resuming…", refusal: "Leave it paused", harmful: false,
    says: (job, saved) => `It goes back into the queue and, as soon as a slot is free, ${goesOn(job, saved)}.`,
  },
  cancel: {
    button: "Cancel", action: "Cancel the job", busy: "Cancelling…", refusal: "Keep it", harmful: true,
    says: (job) => job.state === "RUNNING" || job.state === "PAUSING"
      ? "Saves a checkpoint, then stops for good. Log and figures stay, and a new job can go on from the checkpoint."
      : "It does not run now, so it ends at once. Log, figures and checkpoints stay.",
  },
  kill: {
    button: "Kill…", action: "Kill the job", busy: "Killing…", refusal: "Keep it", harmful: true,
    says: (_, saved) => `Ends the training process at once and saves nothing. ${lost(saved)} Cancel saves a checkpoint first.`,
  },
};

function goesOn(job: Job, saved: number | undefined): string {
  if (saved !== undefined) return `goes on from step ${count(saved)}`;
  return job.attempt === 0 ? "starts" : "starts from the beginning, as there is no checkpoint";
}

function lost(saved: number | undefined): string {
  return saved === undefined
    ? "There is no checkpoint: all that was trained is lost."
    : `What was trained since step ${count(saved)} is lost.`;
}

/** Nothing is shown before the server has said it: the answer is the job as it is then. */
export function useControl(id: string, control: Control) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Job | undefined>(`/jobs/${encodeURIComponent(id)}/${control}`),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey }),
  });
}
