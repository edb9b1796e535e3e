import { Link } from "react-router";
import { duration, secondsBetween } from "../components/format";
import { ProgressBar } from "../components/ProgressBar";
import { RelativeTime } from "../components/RelativeTime";
import { useNow } from "../components/useNow";
import { DeviceList } from "./DeviceList";
import { isOutOfService, type RunningJob, type Worker } from "./workers";

export function WorkerCard({ worker }: { worker: Worker }) {
  const outOfService = worker.devices.filter(isOutOfService).reduce((slots, device) => slots + device.slots, 0);
  const free = worker.slots - worker.slotsInUse - outOfService;
  return (
    <li className={`panel worker ${worker.stale ? "worker-stale" : ""}`} aria-label={worker.name}>
      <div className="row">
        <h2>{worker.name}</h2>
        <WorkerStatus worker={worker} />
        <span className="spacer" />
        <span className="device">{worker.device === "gpu" ? "GPU" : worker.device.toUpperCase()}</span>
      </div>
      <div className="worker-slots">
        <ProgressBar
          label={`Slots in use on ${worker.name}`}
          fraction={worker.slots === 0 ? 0 : worker.slotsInUse / worker.slots}
          tone={worker.stale ? "neutral" : "active"}
        />
        <span>
          {worker.slotsInUse} of {worker.slots} {worker.slots === 1 ? "slot" : "slots"} in use
          {free > 0 && !worker.stale && <span className="muted">, {free} free</span>}
          {outOfService > 0 && <span className="muted">, {outOfService} out of service</span>}
        </span>
      </div>
      <JobsOnWorker worker={worker} />
      <DeviceList worker={worker.name} devices={worker.devices} />
      <p className="metadata">
        <span>{worker.version === null ? "unknown version" : `Isograd ${worker.version}`}</span>
        <span>started <RelativeTime at={worker.startedAt} /></span>
        <span>last seen <RelativeTime at={worker.lastSeenAt} /></span>
        <code>{worker.id}</code>
      </p>
    </li>
  );
}

function WorkerStatus({ worker }: { worker: Worker }) {
  const [tone, label] = worker.stale ? ["danger", "Not responding"] : worker.slotsInUse > 0 ? ["active", "Busy"] : ["success", "Idle"];
  return (
    <span className={`badge badge-${tone}`}>
      <span className="badge-dot" aria-hidden="true" />
      {label}
    </span>
  );
}

function JobsOnWorker({ worker }: { worker: Worker }) {
  const others = worker.othersRunning;
  if (worker.running.length === 0 && others === 0) return <p className="muted">No running jobs.</p>;
  return (
    <ul className="worker-jobs" aria-label={`Jobs running on ${worker.name}`}>
      {worker.running.map((job) => <RunningJobItem key={job.id} job={job} />)}
      {others > 0 && <li className="muted">{others} {others === 1 ? "job" : "jobs"} from other projects</li>}
    </ul>
  );
}

function RunningJobItem({ job }: { job: RunningJob }) {
  const now = useNow(true);
  const facts = [
    job.state === "RUNNING" ? undefined : job.state.toLowerCase(),
    job.attempt > 1 ? `attempt ${job.attempt}` : undefined,
    job.slots > 1 ? `${job.slots} slots` : undefined,
    job.startedAt === null ? undefined : `for ${duration(secondsBetween(job.startedAt, now))}`,
  ].filter((fact) => fact !== undefined);
  return (
    <li>
      <Link to={`/jobs/${encodeURIComponent(job.id)}`}><bdi className="user-text">{job.name}</bdi></Link> <span className="muted">{facts.join(", ")}</span>
    </li>
  );
}
