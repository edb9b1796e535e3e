import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useRefetchInterval } from "../../api/polling";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { LiveSwitch } from "../../components/LiveSwitch";
import { LoadMore } from "../../components/LoadMore";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { UndoNotice } from "../deletion/UndoNotice";
import { jobsOf, jobsQuery, type JobFilter } from "../jobs";
import { GettingStarted } from "./GettingStarted";
import { JobFilters } from "./JobFilters";
import { JobTable } from "./JobTable";

export function JobsPage() {
  const [parameters, setParameters] = useSearchParams();
  const filter: JobFilter = { state: parameters.get("state") ?? "", name: parameters.get("name") ?? "" };
  const setFilter = (next: JobFilter) => {
    setParameters(Object.entries(next).filter(([, value]) => value !== ""), { replace: true });
  };
  const filtered = filter.state !== "" || filter.name !== "";
  return (
    <>
      <PageTitle title="Jobs">
        <LiveSwitch />
        <Link to="/jobs/new" className="button button-primary">
          <Icon name="plus" /> New job
        </Link>
      </PageTitle>
      <UndoNotice />
      <JobFilters filter={filter} onChange={setFilter} />
      <JobList filter={filter} filtered={filtered} onClear={() => { setFilter({ state: "", name: "" }); }} />
    </>
  );
}

function JobList({ filter, filtered, onClear }: { filter: JobFilter; filtered: boolean; onClear: () => void }) {
  const jobs = useInfiniteQuery({
    ...jobsQuery(filter),
    refetchInterval: useRefetchInterval((data) => {
      const active = jobsOf(data).some((job) => !job.isTerminal);
      return active && (data?.pages.length ?? 1) < 3 ? "fast" : "slow";
    }),
  });
  if (jobs.isPending) return <Skeleton lines={6} height={36} />;
  if (!jobs.isSuccess && jobs.data === undefined) {
    return <ErrorMessage error={jobs.error} retry={() => void jobs.refetch()} />;
  }
  const found = jobsOf(jobs.data);
  if (found.length === 0) return filtered ? <NoMatches onClear={onClear} /> : <GettingStarted />;
  return (
    <>
      <StaleNotice error={jobs.error} updatedAt={jobs.dataUpdatedAt} />
      <JobTable jobs={found} />
      <LoadMore label="Load more" query={jobs} />
    </>
  );
}

function NoMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState title="No matching jobs">
      <p>No job matches these filters.</p>
      <button className="button" onClick={onClear}>
        Clear filters
      </button>
    </EmptyState>
  );
}
