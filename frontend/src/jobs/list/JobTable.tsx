import { Link } from "react-router";
import { percent } from "../../components/format";
import { RelativeTime } from "../../components/RelativeTime";
import { useNow } from "../../components/useNow";
import { moduleCount, networkName, ruleName, runTime } from "../describe";
import { JobProgressCell } from "../JobProgress";
import { JobStateBadge } from "../JobStateBadge";
import type { Job } from "../jobs";

const columns = ["Name", "State", "Rule", "Network", "Data set", "Progress", "Accuracy", "Created", "Duration"];

/** The roles are explicit because narrow screens show the rows as cards, and `display: block` removes implicit roles. */
export function JobTable({ jobs }: { jobs: Job[] }) {
  const now = useNow(jobs.some((job) => !job.isTerminal));
  return (
    <table className="table job-table" role="table" aria-label="Jobs">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" className={isNumber(column) ? "number" : undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {jobs.map((job) => <JobRow key={job.id} job={job} now={now} />)}
      </tbody>
    </table>
  );
}

function JobRow({ job, now }: { job: Job; now: number }) {
  const cells: Record<string, React.ReactNode> = {
    State: <JobStateBadge job={job} />,
    Rule: <RuleName job={job} />,
    Network: networkName(job.spec),
    "Data set": job.spec.dataset,
    Progress: <JobProgressCell job={job} />,
    Accuracy: job.result?.testAccuracy === undefined ? undefined : percent(job.result.testAccuracy),
    Created: <RelativeTime at={job.createdAt} />,
    Duration: runTime(job, now),
  };
  return (
    <tr role="row">
      <td role="cell" data-column="Name">
        <Link to={`/jobs/${job.id}`} className="row-link">
          <bdi className="user-text">{job.name}</bdi>
        </Link>
      </td>
      {columns.slice(1).map((column) => (
        <td key={column} role="cell" data-column={column} data-empty={cells[column] === undefined ? "" : undefined} className={isNumber(column) ? "number" : undefined}>
          {cells[column] ?? "–"}
        </td>
      ))}
    </tr>
  );
}

function RuleName({ job }: { job: Job }) {
  const modules = moduleCount(job.spec);
  return (
    <>
      {ruleName(job.spec)}
      {modules !== undefined && <span className="muted" title={`${modules} local modules`}> K={modules}</span>}
    </>
  );
}

function isNumber(column: string): boolean {
  return column === "Accuracy" || column === "Duration";
}
