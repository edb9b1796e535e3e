import { ProgressBar } from "../components/ProgressBar";
import { count, percent } from "../components/format";
import { eta } from "./describe";
import type { Job } from "./jobs";

const tones: Record<string, "active" | "neutral" | "danger" | "success"> = {
  SUCCEEDED: "success", FAILED: "danger", CANCELLED: "neutral", QUEUED: "neutral",
};

/** Progress in a table cell. */
export function JobProgressCell({ job, stale = false }: { job: Job; stale?: boolean }) {
  const { progress } = job;
  if (job.state === "QUEUED") return <span className="muted">{job.blockedBy ?? "waiting"}</span>;
  if (!progress) return <span className="muted">–</span>;
  return (
    <div className="progress-cell">
      <ProgressBar label={`Progress of ${job.name}`} fraction={progress.fraction} tone={tones[job.state] ?? "active"} />
      <span className="muted">{(stale ? undefined : eta(job)) ?? percent(progress.fraction, 0)}</span>
    </div>
  );
}

/** Progress in the header of the job page: epochs and steps, or what an import counts. */
export function JobProgressLine({ job, unit, stale = false }: { job: Job; unit?: string; stale?: boolean }) {
  const { progress } = job;
  if (!progress) return null;
  const facts = [
    ...(unit === undefined
      ? [`epoch ${progress.epoch} of ${progress.epochs}`, `step ${count(progress.step)} of ${count(progress.steps)}`]
      : [`${count(progress.step)} of ${count(progress.steps)} ${unit}`]),
    stale ? undefined : eta(job),
  ];
  return (
    <div className="progress-line">
      <ProgressBar label="Progress" fraction={progress.fraction} tone={tones[job.state] ?? "active"} />
      <p>
        <strong>{percent(progress.fraction, 0)}</strong>
        {facts.filter((fact) => fact !== undefined).map((fact) => <span key={fact}>{fact}</span>)}
      </p>
    </div>
  );
}
