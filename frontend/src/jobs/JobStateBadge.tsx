import type { Job } from "./jobs";

const tones: Record<string, string> = {
  QUEUED: "pending", RUNNING: "active", PAUSING: "warning", PAUSED: "pending", CANCELLING: "warning",
  SUCCEEDED: "success", FAILED: "danger", CANCELLED: "neutral",
};

/** Shows the state by color, shape and text, so that none of them alone has to be seen. */
export function JobStateBadge({ job }: { job: Pick<Job, "state" | "phase"> }) {
  const phase = job.state === "RUNNING" && job.phase !== null && job.phase !== "TRAINING" ? job.phase : null;
  return (
    <span className={`badge badge-${tones[job.state] ?? "pending"}`}>
      <span className="badge-dot" aria-hidden="true" />
      {stateLabel(phase ?? job.state)}
    </span>
  );
}

function stateLabel(name: string): string {
  const lower = name.toLowerCase().replaceAll("_", " ");
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
