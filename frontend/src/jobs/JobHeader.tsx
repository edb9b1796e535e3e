import { useState } from "react";
import { Link } from "react-router";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { RelativeTime } from "../components/RelativeTime";
import { useNow } from "../components/useNow";
import { isCancellable, modules, network, rule, runTime } from "./describe";
import { JobProgressLine } from "./JobProgress";
import { JobStateBadge } from "./JobStateBadge";
import { ReasonNotice } from "./ReasonNotice";
import { useCancelJob, type Job } from "./jobs";

export function JobHeader({ job }: { job: Job }) {
  return (
    <div className="job-header">
      <Link to="/jobs" className="back-link">
        <Icon name="back" /> Jobs
      </Link>
      <PageTitle title={job.name}>
        <span role="status" aria-label="State">
          <JobStateBadge job={job} />
        </span>
        <span className="spacer" />
        {!job.isTerminal && <LiveSwitch />}
        <Link className="button" to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>
          Run again with changes
        </Link>
        {isCancellable(job) && <CancelButton job={job} />}
      </PageTitle>
      <JobFacts job={job} />
      {job.state === "QUEUED" && (
        <p className="notice">Queued{job.blockedBy !== null ? `: ${job.blockedBy}` : ". It starts when a worker is free."}</p>
      )}
      {job.reason && <ReasonNotice job={job} reason={job.reason} />}
      <JobProgressLine job={job} />
    </div>
  );
}

function JobFacts({ job }: { job: Job }) {
  const now = useNow(!job.isTerminal);
  const cut = modules(job.spec);
  const device = job.attempts.at(-1)?.device;
  const time = runTime(job, now);
  return (
    <p className="facts">
      <span>{network(job.spec)}</span>
      <span>
        {rule(job.spec)}
        {cut !== undefined && ` in ${cut} modules`}
      </span>
      <span>{job.spec.dataset}</span>
      {device && <span>{device}</span>}
      <span>
        created <RelativeTime at={job.createdAt} />
      </span>
      {time !== undefined && <span>{job.isTerminal ? `ran ${time}` : `running for ${time}`}</span>}
      {Object.entries(job.labels).map(([name, value]) => <code key={name}>{`${name}=${value}`}</code>)}
      <code>{job.id}</code>
    </p>
  );
}

function CancelButton({ job }: { job: Job }) {
  const [asking, setAsking] = useState(false);
  const cancel = useCancelJob(job.id);
  const confirm = () => { cancel.mutate(undefined, { onSuccess: () => { setAsking(false); } }); };
  return (
    <>
      <button className="button button-bad-quiet" onClick={() => { setAsking(true); }}>
        Cancel
      </button>
      {asking && (
        <ConfirmDialog
          title={`Cancel “${job.name}”?`}
          action={cancel.isPending ? "Cancelling…" : "Cancel the job"}
          refusal="Keep it"
          busy={cancel.isPending}
          onConfirm={confirm}
          onClose={() => { setAsking(false); }}
        >
          <p>
            {job.state === "QUEUED" ? "It has not started." : "Training stops after the current step."} Its log and
            figures stay. A cancelled job cannot be started again, but its spec can be run again.
          </p>
          {cancel.isError && <ErrorMessage error={cancel.error} />}
        </ConfirmDialog>
      )}
    </>
  );
}
