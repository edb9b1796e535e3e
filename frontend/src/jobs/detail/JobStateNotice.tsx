import { count } from "../../components/format";
import type { Job } from "../jobs";

/** Explains the state of a job that is not training; empty for all other jobs. */
export function JobStateNotice({ job }: { job: Job }) {
  const text = noticeText(job);
  return text === undefined ? null : <p className="notice">{text}</p>;
}

function noticeText(job: Job): string | undefined {
  const step = job.progress ? ` at step ${count(job.progress.step)} of ${count(job.progress.steps)}` : "";
  switch (job.state) {
    case "QUEUED":
      return `Queued: ${job.blockedBy ?? "waiting for a free worker"}${job.attempt > 0 ? `. Attempt ${job.attempt + 1} is next` : ""}`;
    case "PAUSING":
      return "Pausing: saving a checkpoint, then training stops.";
    case "PAUSED":
      return `Paused${step}. The job uses no slots. Resume it to continue training.`;
    case "CANCELLING":
      return "Cancelling: training stops for good. A checkpoint is saved first, unless the job was killed.";
    default:
      return undefined;
  }
}
