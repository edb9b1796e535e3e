import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import { datasetsQuery } from "../datasets/datasets";
import "../styles/comparisons.css";
import { latestDatasetQuery, succeededQuery } from "./explore";
import { inBrush, readBrush, runsOf, writeBrush, type Brush, type MemoryKind } from "./pareto";
import { RunList } from "./RunList";
import { Scatter } from "./Scatter";

/** Accuracy against memory over all succeeded runs on a data set. */
export function ExplorePage() {
  const [parameters, setParameters] = useSearchParams();
  const datasets = useQuery(datasetsQuery());
  const names = (datasets.data?.data ?? []).map((dataset) => dataset.name);
  const asked = parameters.get("dataset");
  const latest = useQuery({ ...latestDatasetQuery(), enabled: asked === null });
  const dataset = asked ?? (latest.isPending ? "" : (latest.data ?? names[0] ?? ""));
  const memory: MemoryKind = parameters.get("memory") === "estimated" ? "estimated" : "measured";
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(parameters);
    if (value === null) next.delete(name);
    else next.set(name, value);
    if (name !== "brush") next.delete("brush");
    setParameters(next, { replace: true });
  };
  return (
    <>
      <Link to="/comparisons" className="back-link"><Icon name="back" /> Comparisons</Link>
      <PageTitle title="Accuracy × memory">
        <select className="add-run" aria-label="Data set" value={dataset} onChange={(event) => { set("dataset", event.target.value); }}>
          {[...new Set([dataset, ...names])].filter((name) => name !== "").map((name) => <option key={name}>{name}</option>)}
        </select>
        <div className="segments" role="group" aria-label="Memory">
          {(["measured", "estimated"] as const).map((kind) => (
            <button key={kind} type="button" aria-pressed={kind === memory} onClick={() => { set("memory", kind === "measured" ? null : kind); }}>
              {kind === "measured" ? "Measured" : "Estimated"}
            </button>
          ))}
        </div>
      </PageTitle>
      {datasets.isError && !datasets.data && <ErrorMessage error={datasets.error} retry={() => void datasets.refetch()} />}
      <Runs dataset={dataset} memory={memory} brush={readBrush(parameters.get("brush"))} onBrush={(brush) => { set("brush", brush === null ? null : writeBrush(brush)); }} />
    </>
  );
}

interface Props {
  dataset: string;
  memory: MemoryKind;
  brush: Brush | null;
  onBrush: (brush: Brush | null) => void;
}

function Runs({ dataset, memory, brush, onBrush }: Props) {
  const query = useQuery({ ...succeededQuery(dataset), refetchInterval: useRefetchInterval(() => "slow") });
  if (query.data === undefined) {
    return query.isError ? <ErrorMessage error={query.error} retry={() => void query.refetch()} /> : <Skeleton lines={4} height={80} />;
  }
  const runs = runsOf(query.data.jobs, memory);
  if (runs.length === 0) {
    return (
      <EmptyState title="No finished runs">
        <p>Each training on this data set that succeeds becomes a point here: its memory and its test accuracy.</p>
        <Link to={`/jobs/new?dataset=${encodeURIComponent(dataset)}`} className="button">New job on {dataset}</Link>
      </EmptyState>
    );
  }
  const chosen = runs.filter((run) => inBrush(run, brush));
  return (
    <div className="stack">
      <StaleNotice error={query.error} updatedAt={query.dataUpdatedAt} />
      <Scatter runs={runs} memory={memory} brush={brush} onBrush={onBrush} />
      {query.data.hasMore && <p className="muted">The newest {query.data.jobs.length} runs are shown.</p>}
      <RunList runs={chosen} all={runs} onClear={brush === null ? undefined : () => { onBrush(null); }} />
    </div>
  );
}
