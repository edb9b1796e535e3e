import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { LiveSwitch } from "../components/LiveSwitch";
import { LoadMore } from "../components/LoadMore";
import { PageTitle } from "../components/PageTitle";
import { ProgressBar } from "../components/ProgressBar";
import { RelativeTime } from "../components/RelativeTime";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import "../styles/comparisons.css";
import { comparisonsOf, comparisonsQuery, doneOf, type Comparison } from "./comparisons";
import { accuracyText } from "./words";

/** All comparisons of the project, newest first. */
export function ComparisonsPage() {
  const query = useInfiniteQuery({
    ...comparisonsQuery(),
    refetchInterval: useRefetchInterval((data) => (comparisonsOf(data).some((one) => !one.isTerminal) ? "fast" : "slow")),
  });
  const found = comparisonsOf(query.data);
  return (
    <>
      <PageTitle title="Comparisons">
        <LiveSwitch stale={query.isError} />
        <Link to="/compare" className="button">Any runs</Link>
        <Link to="/explore" className="button">Accuracy × memory</Link>
        <Link to="/comparisons/new" className="button button-primary">
          <Icon name="plus" /> New comparison
        </Link>
      </PageTitle>
      {query.isPending && <Skeleton lines={5} height={36} />}
      {query.isError && !query.data && <ErrorMessage error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          <StaleNotice error={query.error} updatedAt={query.dataUpdatedAt} />
          {found.length === 0 ? <None /> : <ComparisonList comparisons={found} />}
          <LoadMore label="Load more" query={query} />
        </>
      )}
    </>
  );
}

function None() {
  return (
    <EmptyState title="No comparisons yet">
      <p>
        A comparison trains several variants of one spec, each with the same seeds, and says what differs: accuracy seed by seed,
        memory and time. The box “Also train by back-propagation” in the form of a new job makes one, too.
      </p>
      <div className="row row-center">
        <Link to="/comparisons/new" className="button button-primary">New comparison</Link>
        <Link to="/jobs/new" className="button">New job</Link>
      </div>
    </EmptyState>
  );
}

const columns = ["Name", "Progress", "Variants", "Seeds", "Best", "Created"];

function ComparisonList({ comparisons }: { comparisons: Comparison[] }) {
  return (
    <table className="table job-table" role="table" aria-label="Comparisons">
      <thead role="rowgroup">
        <tr role="row">{columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}</tr>
      </thead>
      <tbody role="rowgroup">
        {comparisons.map((one) => <ComparisonRow key={one.id} comparison={one} />)}
      </tbody>
    </table>
  );
}

function ComparisonRow({ comparison }: { comparison: Comparison }) {
  const { done, all } = doneOf(comparison);
  const failed = comparison.states["FAILED"] ?? 0;
  const best = comparison.variants
    .filter((variant) => variant.testAccuracy !== null && !variant.stopped)
    .sort((one, other) => (other.testAccuracy?.mean ?? 0) - (one.testAccuracy?.mean ?? 0))[0];
  return (
    <tr role="row">
      <td role="cell" data-column="Name">
        <Link to={`/comparisons/${comparison.id}`} className="row-link"><bdi className="user-text">{comparison.name}</bdi></Link>
      </td>
      <td role="cell" data-column="Progress">
        {!comparison.isTerminal && <ProgressBar label={`Progress of ${comparison.name}`} fraction={all === 0 ? 0 : done / all} />}
        <span className="muted">{comparison.isTerminal ? "finished" : `${done} of ${all} jobs finished`}{failed > 0 && `, ${failed} failed`}</span>
      </td>
      <td role="cell" data-column="Variants">{comparison.variants.length}</td>
      <td role="cell" data-column="Seeds">{comparison.seeds.length}</td>
      <td role="cell" data-column="Best" className="comparison-best">{best ? `${best.label}, ${accuracyText(best.testAccuracy)}` : "–"}</td>
      <td role="cell" data-column="Created"><RelativeTime at={comparison.createdAt} /></td>
    </tr>
  );
}
