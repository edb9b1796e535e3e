import { Link } from "react-router";
import { CopyButton } from "../../components/CopyButton";
import { Icon } from "../../components/Icon";
import { LiveSwitch } from "../../components/LiveSwitch";
import { PageTitle } from "../../components/PageTitle";
import { RelativeTime } from "../../components/RelativeTime";
import { useNow } from "../../components/useNow";
import { PairLink } from "../../comparisons/PairLink";
import { isRunning, moduleCount, networkName, ruleName, runTime } from "../describe";
import { JobActions } from "../actions/JobActions";
import { JobProgressLine } from "../JobProgress";
import { JobStateBadge } from "../JobStateBadge";
import { JobNotes } from "../edit/JobNotes";
import type { Job } from "../jobs";
import { backToList, listAddress } from "../listPosition";
import { atCheckpoint, useUsableCheckpoints } from "../useUsableCheckpoints";
import { JobStateNotice } from "./JobStateNotice";
import { OriginLink } from "./OriginLink";
import { ReasonNotice } from "./ReasonNotice";

/** `staleSince` is the time of the data shown while it cannot be refreshed; clocks then stand still. */
export function JobHeader({ job: reported, staleSince }: { job: Job; staleSince: number | undefined }) {
  const job = atCheckpoint(reported, useUsableCheckpoints(reported)[0]?.step);
  return (
    <div className="job-header">
      <Link to={listAddress()} state={backToList} className="back-link">
        <Icon name="back" /> Jobs
      </Link>
      <PageTitle title={job.name}>
        <span role="status" aria-label="State">
          <JobStateBadge job={job} />
        </span>
        <span className="spacer" />
        {!job.isTerminal && <LiveSwitch stale={staleSince !== undefined} />}
        <PairLink job={job} />
        <JobActions job={job} />
      </PageTitle>
      <JobMetadata job={job} staleSince={staleSince} />
      <JobNotes job={job} />
      <JobStateNotice job={job} />
      {job.reason && <ReasonNotice job={job} reason={job.reason} />}
      <JobProgressLine job={job} stale={staleSince !== undefined} />
    </div>
  );
}

function JobMetadata({ job, staleSince }: { job: Job; staleSince: number | undefined }) {
  const clock = useNow(!job.isTerminal);
  const now = staleSince ?? clock;
  const modules = moduleCount(job.spec);
  const device = job.attempts.at(-1)?.device;
  const time = runTime(job, now);
  return (
    <p className="metadata">
      <span>{networkName(job.spec)}</span>
      <span>
        {ruleName(job.spec)}
        {modules !== undefined && ` in ${modules} modules`}
      </span>
      <span><Link to={`/datasets/${encodeURIComponent(job.spec.dataset)}`}>{job.spec.dataset}</Link></span>
      {device && <span>{device}</span>}
      {job.slots > 1 && <span>{job.slots} slots</span>}
      {job.origin && <OriginLink origin={job.origin} />}
      <span>
        created <RelativeTime at={job.createdAt} />
      </span>
      {time !== undefined && <span>{job.isTerminal ? `took ${time}` : isRunning(job) ? `running for ${time}` : `ran for ${time}`}</span>}
      {Object.entries(job.labels).map(([name, value]) => <code key={name}>{`${name}=${value}`}</code>)}
      <span className="row job-id"><code>{job.id}</code> <CopyButton text={job.id} label="Copy id" /></span>
    </p>
  );
}
