import { count } from "../../components/format";
import type { Job } from "../jobs";

/** What a job that does not train right now waits for, in a sentence; nothing for the others. */
export function JobStateNotice({ job }: { job: Job }) {
  const text = noticeText(job);
  return text === undefined ? null : <p className="notice">{text}</p>;
}

function noticeText(job: Job): string | undefined {
  const step = job.progress ? ` at step ${count(job.progress.step)} of ${count(job.progress.steps)}` : "";
  switch (job.state) {
    case "QUEUED":
      return `Queued: ${job.blockedBy ?? "it starts when a worker is free"}${job.attempt > 0 ? `. Attempt ${job.attempt + 1} is next` : ""}`;
    case "PAUSING":
      return "Pausing: a checkpoint is being saved, then training stops.";
    case "PAUSED":
      return `Paused${step}. It holds no slot; resume it to go on.`;
    case "CANCELLING":
      return "Cancelling: a checkpoint is being saved, then training stops for good.";
    default:
      return undefined;
  }
}
