import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { LiveSwitch } from "../../components/LiveSwitch";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { UndoNotice } from "../deletion/UndoNotice";
import { facetsQuery } from "../jobLists";
import { useListPosition } from "../listPosition";
import { BulkNotice } from "./BulkNotice";
import { useBulk } from "./bulk";
import { GettingStarted } from "./GettingStarted";
import { JobFilters } from "./JobFilters";
import { JobTable } from "./JobTable";
import { isFiltered, noFilter, readView, writeView, type ListView } from "./listAddress";
import { SelectionBar } from "./SelectionBar";
import { useSelection } from "./selection";
import { useJobList } from "./useJobList";
import { useListKeys } from "./useListKeys";
import { ViewMenus } from "./ViewMenus";

/** The list of jobs. Its address says which jobs it shows and how. */
export function JobsPage() {
  const [search, setSearch] = useSearchParams();
  const view = readView(search);
  const setView = (next: ListView, isTyped = false) => { setSearch(writeView(next), { replace: isTyped }); };
  const { data: facets } = useQuery(facetsQuery());
  const labelNames = [...new Set(facets?.labels.map(({ value }) => value.split("=", 1)[0] ?? ""))];
  const list = useJobList(view);
  const isNew = list.query.isSuccess && list.jobs.length === 0 && !isFiltered(view.filter) && (facets?.rules.length ?? 0) === 0;
  return (
    <>
      <PageTitle title="Jobs">
        <LiveSwitch stale={list.query.isError} />
        <Link to="/jobs/new" className="button button-primary">
          <Icon name="plus" /> New job
        </Link>
      </PageTitle>
      <UndoNotice />
      {!isNew && (
        <JobFilters filter={view.filter} onChange={(filter, isTyped) => { setView({ ...view, filter, rows: 0 }, isTyped); }}>
          <ViewMenus view={view} labelNames={labelNames} query={writeView({ ...view, rows: 0 }).toString()} onChange={setView} />
        </JobFilters>
      )}
      <JobList list={list} view={view} labelNames={labelNames} onChange={setView} />
    </>
  );
}

interface Props {
  list: ReturnType<typeof useJobList>;
  view: ListView;
  labelNames: string[];
  onChange: (view: ListView, isTyped?: boolean) => void;
}

function JobList({ list: { query, jobs, isLoaded }, view, labelNames, onChange }: Props) {
  const selection = useSelection(jobs.map((job) => job.id));
  const chosen = jobs.filter((job) => selection.has(job.id));
  const bulk = useBulk();
  useListPosition(isLoaded);
  useListKeys(selection, chosen);
  if (query.isPending) return <Skeleton lines={6} height={36} />;
  if (!query.isSuccess && query.data === undefined) {
    return <ErrorMessage error={query.error} retry={() => void query.refetch()} />;
  }
  if (jobs.length === 0) {
    return (
      <>
        <BulkNotice bulk={bulk} />
        {isFiltered(view.filter) ? <NoMatches onClear={() => { onChange({ ...view, filter: noFilter }); }} /> : <GettingStarted />}
      </>
    );
  }
  const loadMore = () => {
    // The rows stay loaded after a reload or a return to this address.
    onChange({ ...view, rows: jobs.length + 50 }, true);
  };
  return (
    <>
      <StaleNotice error={query.error} updatedAt={query.dataUpdatedAt} />
      <BulkNotice bulk={bulk} />
      <JobTable
        jobs={jobs}
        columns={view.columns}
        group={view.group}
        sort={view.filter.sort}
        selection={selection}
        staleSince={query.isError ? query.dataUpdatedAt : undefined}
        onSort={(sort) => { onChange({ ...view, rows: 0, filter: { ...view.filter, sort } }); }}
      />
      {view.group !== "" && query.hasNextPage && isLoaded && <p className="muted">The groups contain the first {jobs.length} jobs.</p>}
      {view.group === "" && query.hasNextPage && (
        <button type="button" className="button load-more" disabled={query.isFetchingNextPage} onClick={loadMore}>
          {query.isFetchingNextPage ? "Loading…" : "Load more"}
        </button>
      )}
      {chosen.length > 0 && <SelectionBar chosen={chosen} labelNames={labelNames} selection={selection} bulk={bulk} />}
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
