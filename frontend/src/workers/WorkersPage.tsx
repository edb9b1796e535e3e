import { useQuery } from "@tanstack/react-query";
import { usePolling, useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import { WorkerCard } from "./WorkerCard";
import { sortWorkers, workersQuery } from "./workers";

export function WorkersPage() {
  const { paused } = usePolling();
  const workers = useQuery({
    ...workersQuery(),
    refetchInterval: useRefetchInterval((page) => (page?.data.some((worker) => worker.running.length > 0) ? "fast" : "slow")),
  });
  return (
    <>
      <PageTitle title="Workers">
        <LiveSwitch stale={workers.isError} />
      </PageTitle>
      {workers.isPending && <Skeleton lines={3} height={36} />}
      {workers.isError && !workers.data && <ErrorMessage error={workers.error} retry={() => void workers.refetch()} />}
      {workers.data && <StaleNotice error={workers.error} updatedAt={workers.dataUpdatedAt} expectsUpdates={!paused} />}
      {workers.data?.data.length === 0 && <NoWorkers />}
      {workers.data && workers.data.data.length > 0 && (
        <ul className="workers" aria-label="Workers">
          {sortWorkers(workers.data.data).map((worker) => <WorkerCard key={worker.id} worker={worker} />)}
        </ul>
      )}
    </>
  );
}

function NoWorkers() {
  return (
    <EmptyState title="No workers">
      <p>
        Jobs stay queued until a worker is available. Start Isograd with the worker role: <code>isograd.roles=api,worker</code>.
      </p>
    </EmptyState>
  );
}
