import { useQueries } from "@tanstack/react-query";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useRefetchInterval } from "../api/polling";
import type { Json } from "../api/json";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import { jobQuery, type Job } from "../jobs/jobs";
import "../styles/comparisons.css";
import { AddRun } from "./AddRun";
import { curvesQuery } from "./curves";
import { OverlayChart } from "./OverlayChart";
import { RunTable } from "./RunTable";
import { axes, cosineLines, curveLines, mostRuns, readAddress, runLabels, specDifferences } from "./runs";

/** Any runs side by side. Which runs and which axis stands in the address. */
export function ComparePage() {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const { jobs: ids, x } = readAddress(parameters);
  const show = (jobs: string[], axis: string = x) => {
    // As text, so that commas stay readable in the address.
    void navigate(`?jobs=${jobs.map(encodeURIComponent).join(",")}${axis === "step" ? "" : `&x=${axis}`}`, { replace: true });
  };
  const refetchInterval = useRefetchInterval<Job>((job) => (job?.isTerminal === false ? "slow" : "never"));
  const queries = useQueries({ queries: ids.map((id) => ({ ...jobQuery(id), refetchInterval })) });
  const jobs = queries.flatMap((query) => query.data ?? []);
  const failed = queries.find((query) => query.isError && !query.data);
  const stale = queries.find((query) => query.isError && query.data);
  return (
    <>
      <Link to="/comparisons" className="back-link"><Icon name="back" /> Comparisons</Link>
      <PageTitle title="Compare runs">
        {jobs.some((job) => !job.isTerminal) && <LiveSwitch />}
        {ids.length < mostRuns && <AddRun chosen={ids} add={(id) => { show([...ids, id]); }} />}
      </PageTitle>
      {failed?.error && <ErrorMessage error={failed.error} retry={() => void failed.refetch()} />}
      {stale && <StaleNotice error={stale.error} updatedAt={stale.dataUpdatedAt} />}
      {ids.length === 0 && (
        <EmptyState title="No runs chosen">
          <p>Choose runs here or in the list of jobs. The address of this page then names them, so you can send it to others.</p>
        </EmptyState>
      )}
      {jobs.length === 0 && ids.length > 0 && !failed && <Skeleton lines={6} height={36} />}
      {jobs.length > 0 && <Runs jobs={jobs} x={x} onAxis={(axis) => { show(ids, axis); }} onRemove={(id) => { show(ids.filter((other) => other !== id)); }} />}
    </>
  );
}

interface Props {
  jobs: Job[];
  x: (typeof axes)[number];
  onAxis: (axis: string) => void;
  onRemove: (id: string) => void;
}

function Runs({ jobs, x, onAxis, onRemove }: Props) {
  const curves = useQueries({ queries: jobs.map((job) => ({ ...curvesQuery(job), enabled: job.startedAt !== null })) }).map((query) => query.data);
  const labels = runLabels(jobs);
  const chart = (name: string) => curveLines(name, x, jobs, curves, labels);
  return (
    <div className="stack">
      <RunTable jobs={jobs} labels={labels} onRemove={onRemove} />
      <div className="row">
        <h2>Curves</h2>
        <span className="spacer" />
        <div className="segments segments-small" role="group" aria-label="Horizontal axis">
          {axes.map((axis) => <button key={axis} type="button" aria-pressed={axis === x} onClick={() => { onAxis(axis); }}>By {axis}</button>)}
        </div>
      </div>
      {x === "time" && <p className="muted">All steps of a run are drawn as equally long; the time of evaluations and waits is spread over them.</p>}
      <div className="charts">
        <OverlayChart title="Train loss" x={x} unit="number" lines={chart("train.loss")} emptyText="No step has been recorded yet." />
        <OverlayChart title="Test accuracy" x={x} unit="percent" lines={chart("test.accuracy")} emptyText="No epoch has ended yet." />
        <OverlayChart title="Test loss" x={x} unit="number" lines={chart("test.loss")} emptyText="No epoch has ended yet." />
        <OverlayChart title="Boundary cosine by depth" x="depth" unit="number" marked lines={cosineLines(jobs, labels)} emptyText="None of these runs has boundaries at which gradients were compared." />
      </div>
      <SpecDiff jobs={jobs} labels={labels} />
    </div>
  );
}

function SpecDiff({ jobs, labels }: { jobs: Job[]; labels: string[] }) {
  // A spec is JSON; its type lists only the fields that pages read.
  const differences = specDifferences(jobs.map((job) => job.spec as Json));
  return (
    <section className="panel" aria-labelledby="spec-diff">
      <h2 id="spec-diff">Differences between the specs</h2>
      {differences.length === 0 ? (
        <p className="muted">{jobs.length === 1 ? "Add a run to compare with." : "None: all fields are equal."}</p>
      ) : (
        <div className="wide-table" tabIndex={0} role="region" aria-label="Differing fields">
          <table className="table table-plain">
            <thead><tr><th scope="col">Field</th>{labels.map((label) => <th key={label} scope="col"><bdi className="user-text">{label}</bdi></th>)}</tr></thead>
            <tbody>
              {differences.map(({ path, values }) => (
                <tr key={path}>
                  <th scope="row"><code>{path}</code></th>
                  {values.map((value, index) => <td key={labels[index]} className={value === values[0] ? "muted" : undefined}>{value}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
