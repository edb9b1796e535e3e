import { Link } from "react-router";
import { percent } from "../components/format";
import { JobStateBadge } from "../jobs/JobStateBadge";
import type { Job } from "../jobs/jobs";
import type { Comparison } from "./comparisons";

/** Every training: one row for each variant, one column for each seed. */
export function SeedGrid({ comparison, jobs }: { comparison: Comparison; jobs: Job[] }) {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return (
    <section className="panel" aria-labelledby="trainings">
      <h2 id="trainings">Trainings by seed</h2>
      <div className="wide-table" tabIndex={0} role="region" aria-label="Table of trainings">
        <table className="table table-plain seed-grid">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {comparison.seeds.map((seed) => <th key={seed} scope="col">Seed {seed}</th>)}
            </tr>
          </thead>
          <tbody>
            {comparison.variants.map((variant) => (
              <tr key={variant.label}>
                <th scope="row"><bdi className="user-text">{variant.label}</bdi></th>
                {variant.jobs.map((id, index) => (
                  <td key={comparison.seeds[index]}>{id === null ? "deleted" : <Training id={id} job={byId.get(id)} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Training({ id, job }: { id: string; job: Job | undefined }) {
  const accuracy = job?.state === "SUCCEEDED" ? job.result?.testAccuracy : undefined;
  const progress = job && !job.isTerminal ? job.progress : null;
  return (
    <Link to={`/jobs/${id}`} className="seed-link" title={job?.reason?.message}>
      {accuracy !== undefined ? percent(accuracy, 2) : job === undefined ? "Open" : <Cell job={job} />}
      {progress && <span className="muted"> epoch {progress.epoch} of {progress.epochs}</span>}
    </Link>
  );
}

function Cell({ job }: { job: Job }) {
  if (job.reason?.code === "STOPPED_EARLY" && job.state === "CANCELLED") {
    return <span className="badge badge-neutral"><span className="badge-dot" aria-hidden="true" />Stopped early</span>;
  }
  return <JobStateBadge job={job} />;
}
