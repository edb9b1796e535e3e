import { Link } from "react-router";
import { useTheme } from "../components/theme";
import { JobStateBadge } from "../jobs/JobStateBadge";
import type { Job } from "../jobs/jobs";
import { color } from "../metrics/palette";
import { figureRows } from "./runs";

interface Props {
  jobs: Job[];
  labels: string[];
  onRemove: (id: string) => void;
}

/** The figures of all runs, with the change to the first. */
export function RunTable({ jobs, labels, onRemove }: Props) {
  const theme = useTheme();
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label="Figures of the runs">
      <table className="table run-table">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {jobs.map((job, index) => (
              <th key={job.id} scope="col" className="number">
                <span className="run-color" style={{ background: color(theme, index, jobs.length) }} aria-hidden="true" />
                <Link to={`/jobs/${job.id}`}><bdi className="user-text">{labels[index]}</bdi></Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">State</th>
            {jobs.map((job) => <td key={job.id} className="number"><JobStateBadge job={job} /></td>)}
          </tr>
          {figureRows(jobs).map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {row.cells.map((cell, index) => (
                <td key={jobs[index]?.id} className="number">
                  {cell.value}
                  {cell.change !== undefined && <span className="figure-change muted">{cell.change}</span>}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row"><span className="visually-hidden">Remove</span></th>
            {jobs.map((job, index) => (
              <td key={job.id} className="number">
                <button type="button" className="button button-small button-plain" onClick={() => { onRemove(job.id); }}>
                  Remove<span className="visually-hidden"> {labels[index]}</span>
                </button>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
