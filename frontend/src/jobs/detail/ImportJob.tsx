import { Link, useSearchParams } from "react-router";
import { Icon } from "../../components/Icon";
import { LiveSwitch } from "../../components/LiveSwitch";
import { PageTitle } from "../../components/PageTitle";
import { RelativeTime } from "../../components/RelativeTime";
import { Tabs, type Tab } from "../../components/Tabs";
import { useNow } from "../../components/useNow";
import { ImportActions } from "../actions/ImportActions";
import { runTime } from "../describe";
import { JobEvents } from "../events/JobEvents";
import { JobProgressLine } from "../JobProgress";
import { JobStateBadge } from "../JobStateBadge";
import type { Job } from "../jobs";
import { JobLog } from "../log/JobLog";
import { ReasonNotice } from "./ReasonNotice";

const tabs: Tab<"log" | "events">[] = [{ name: "log", title: "Log" }, { name: "events", title: "Events" }];

/** A job that imports a data set: it has a log and events, but no curves and no result of its own. */
export function ImportJob({ job }: { job: Job }) {
  const [parameters, setParameters] = useSearchParams();
  const shown = parameters.get("tab") === "events" ? "events" : "log";
  const now = useNow(!job.isTerminal);
  const time = runTime(job, now);
  const { dataset } = job.spec;
  return (
    <>
      <div className="job-header">
        <Link to="/datasets" className="back-link"><Icon name="back" /> Data sets</Link>
        <PageTitle title={job.name}>
          <span role="status" aria-label="State"><JobStateBadge job={job} /></span>
          <span className="spacer" />
          {!job.isTerminal && <LiveSwitch />}
          <ImportActions job={job} />
        </PageTitle>
        <p className="metadata">
          <span>import of <Link to={`/datasets/${encodeURIComponent(dataset)}`}><bdi className="user-text">{dataset}</bdi></Link></span>
          <span>created <RelativeTime at={job.createdAt} /></span>
          {time !== undefined && <span>{job.isTerminal ? `took ${time}` : `started ${time} ago`}</span>}
          <code>{job.id}</code>
        </p>
        {job.state === "QUEUED" && <p className="notice">Queued: {job.blockedBy ?? "waiting for a free worker"}</p>}
        {job.state === "CANCELLING" && <p className="notice">Cancelling: the import ends, and its data set counts as failed.</p>}
        {job.reason && <ReasonNotice job={job} reason={job.reason} />}
        <JobProgressLine job={job} unit="pictures" />
      </div>
      <Tabs label="Details" tabs={tabs} shown={shown} onShow={(name) => { setParameters({ tab: name }, { replace: true, preventScrollReset: true }); }}>
        {shown === "log" ? <JobLog job={job} /> : <JobEvents job={job} />}
      </Tabs>
    </>
  );
}
