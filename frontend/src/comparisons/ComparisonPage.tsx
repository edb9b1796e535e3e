import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { isNotFound } from "../api/errors";
import { useRefetchInterval } from "../api/polling";
import { ErrorMessage } from "../components/ErrorMessage";
import { PageError } from "../components/PageError";
import { NotFound } from "../components/NotFound";
import { ProgressBar } from "../components/ProgressBar";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import "../styles/comparisons.css";
import { ComparisonHeader } from "./ComparisonHeader";
import { comparisonQuery, doneOf, membersQuery, type Comparison } from "./comparisons";
import { PairView } from "./PairView";
import { SeedGrid } from "./SeedGrid";
import { VariantTable } from "./VariantTable";

/** One comparison, watched live: its table, its trainings by seed and, for two variants, how they differ. */
export function ComparisonPage() {
  const { id = "" } = useParams();
  const comparison = useQuery({
    ...comparisonQuery(id),
    refetchInterval: useRefetchInterval((data) => (data?.isTerminal === false ? "fast" : "never")),
  });
  const isLive = comparison.data?.isTerminal === false;
  const members = useQuery({
    ...membersQuery(id),
    // The comparison may be known to have finished before its last job is.
    refetchInterval: useRefetchInterval((jobs) => (isLive || jobs?.some((job) => !job.isTerminal) ? "fast" : "never")),
    enabled: comparison.data !== undefined,
  });
  if (comparison.isPending) return <Skeleton lines={6} height={36} />;
  if (comparison.data === undefined) {
    if (isNotFound(comparison.error)) return <NotFound />;
    return <PageError title="Comparison" error={comparison.error} retry={() => void comparison.refetch()} />;
  }
  const found = comparison.data;
  return (
    <div className="stack">
      <ComparisonHeader comparison={found} />
      <StaleNotice error={comparison.error} updatedAt={comparison.dataUpdatedAt} />
      <Progress comparison={found} />
      <VariantTable comparison={found} />
      {found.variants.length === 2 && <PairView comparison={found} jobs={members.data ?? []} />}
      {members.isError && !members.data && <ErrorMessage error={members.error} retry={() => void members.refetch()} />}
      <SeedGrid comparison={found} jobs={members.data ?? []} />
    </div>
  );
}

function Progress({ comparison }: { comparison: Comparison }) {
  const { done, all } = doneOf(comparison);
  const counts = Object.entries(comparison.states).map(([state, count]) => `${count} ${state.toLowerCase()}`);
  return (
    <div className="comparison-progress">
      {!comparison.isTerminal && <ProgressBar label="Progress" fraction={all === 0 ? 0 : done / all} />}
      <p className="muted" role="status">
        {comparison.isTerminal ? "All jobs have finished" : `${done} of ${all} jobs have finished`}: {counts.join(", ")}.
        {comparison.halving && ` Variants that do worse stop after epoch ${comparison.halving.epochs.join(", ")}.`}
      </p>
    </div>
  );
}
