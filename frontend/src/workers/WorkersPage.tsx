import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { RelativeTime } from "../components/RelativeTime";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import { workersQuery, type Worker } from "./workers";

export function WorkersPage() {
  const workers = useQuery({
    ...workersQuery(),
    refetchInterval: useRefetchInterval((page) => (page?.data.some((worker) => worker.running.length > 0) ? "busy" : "idle")),
  });
  return (
    <>
      <PageTitle title="Workers">
        <LiveSwitch />
      </PageTitle>
      {workers.isPending && <Skeleton lines={3} height={36} />}
      {workers.isError && !workers.data && <ErrorMessage error={workers.error} retry={() => void workers.refetch()} />}
      {workers.data && <StaleNotice error={workers.error} updatedAt={workers.dataUpdatedAt} />}
      {workers.data && (workers.data.data.length === 0 ? <NoWorkers /> : <WorkerTable workers={workers.data.data} />)}
    </>
  );
}

function NoWorkers() {
  return (
    <EmptyState title="No worker is here">
      <p>
        Jobs wait until one is. Start Isograd with the worker role: <code>isograd.roles=api,worker</code>.
      </p>
    </EmptyState>
  );
}

const columns = ["Name", "Device", "Slots", "Running", "Started", "Last seen"];

function WorkerTable({ workers }: { workers: Worker[] }) {
  return (
    <table className="table" role="table" aria-label="Workers">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {workers.map((worker) => (
          <tr key={worker.id} role="row">
            <td role="cell" data-column="Name"><strong>{worker.name}</strong></td>
            <td role="cell" data-column="Device">{worker.device}</td>
            <td role="cell" data-column="Slots">{worker.running.length} of {worker.slots} in use</td>
            <td role="cell" data-column="Running"><RunningJobs jobs={worker.running} /></td>
            <td role="cell" data-column="Started"><RelativeTime at={worker.startedAt} /></td>
            <td role="cell" data-column="Last seen"><RelativeTime at={worker.lastSeenAt} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RunningJobs({ jobs }: { jobs: string[] }) {
  if (jobs.length === 0) return <span className="faint">nothing</span>;
  return jobs.map((job) => (
    <Link key={job} to={`/jobs/${job}`} className="mono worker-job">
      {job}
    </Link>
  ));
}
