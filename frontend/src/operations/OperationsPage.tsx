import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { meQuery } from "../accounts/session";
import { usePolling, useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import { OperationsCharts } from "./OperationsCharts";
import { OperationsNow } from "./OperationsNow";
import { operationsQuery, type Window } from "./operations";

export function OperationsPage() {
  const me = useQuery(meQuery());
  if (me.data?.administrator === false) {
    return (
      <EmptyState title="For administrators">
        <p>This page shows the whole service. Only administrators can open it.</p>
      </EmptyState>
    );
  }
  return <Operations />;
}

function Operations() {
  const { paused } = usePolling();
  const [search, setSearch] = useSearchParams();
  const window: Window = search.get("window") === "day" ? "day" : "hour";
  const operations = useQuery({ ...operationsQuery(window), refetchInterval: useRefetchInterval(() => "slow") });
  const choose = (next: Window) => { setSearch(next === "hour" ? {} : { window: next }, { replace: true }); };
  return (
    <>
      <PageTitle title="Operations">
        <WindowSwitch window={window} choose={choose} />
        <LiveSwitch stale={operations.isError} />
      </PageTitle>
      {operations.isPending && <Skeleton lines={4} height={60} />}
      {operations.isError && !operations.data && <ErrorMessage error={operations.error} retry={() => void operations.refetch()} />}
      {operations.data && (
        <>
          <StaleNotice error={operations.error} updatedAt={operations.dataUpdatedAt} expectsUpdates={!paused} />
          <OperationsNow now={operations.data.now} />
          <OperationsCharts operations={operations.data} />
          <p className="muted">
            The state of each GPU is on the page <Link to="/workers">Workers</Link>. For support:{" "}
            <a href="/api/v1/admin/support-bundle" download>download a support bundle</a>, which contains no secrets.
          </p>
        </>
      )}
    </>
  );
}

function WindowSwitch({ window, choose }: { window: Window; choose: (window: Window) => void }) {
  return (
    <div className="segments" role="group" aria-label="Period">
      {(["hour", "day"] as const).map((each) => (
        <button key={each} type="button" aria-pressed={each === window} onClick={() => { choose(each); }}>
          Last {each}
        </button>
      ))}
    </div>
  );
}
