import { useQuery } from "@tanstack/react-query";
import { duration, secondsBetween } from "../../components/format";
import { useNow } from "../../components/useNow";
import { workersQuery } from "../../workers/workers";
import type { Attempt } from "../jobs";
import { outcomeLabel } from "./outcome";

const columns = ["Attempt", "Worker", "Device", "Started", "Duration", "Outcome"];

/** The attempts of a job, oldest first. */
export function JobAttempts({ attempts }: { attempts: Attempt[] }) {
  const workers = useQuery(workersQuery());
  const now = useNow(attempts.some((attempt) => attempt.endedAt === null));
  const names = new Map(workers.data?.data.map((worker) => [worker.id, worker.name]));
  return (
    <table className="table" role="table" aria-label="Attempts">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {attempts.map((attempt) => (
          <tr key={attempt.number} role="row">
            <td role="cell" data-column="Attempt">{attempt.number}</td>
            <td role="cell" data-column="Worker" title={attempt.worker ?? undefined}>
              {names.get(attempt.worker ?? "") ?? attempt.worker ?? "–"}
            </td>
            <td role="cell" data-column="Device">{attempt.device ?? "–"}</td>
            <td role="cell" data-column="Started">
              <time dateTime={attempt.startedAt}>{new Date(attempt.startedAt).toLocaleString("en-GB")}</time>
            </td>
            <td role="cell" data-column="Duration">{duration(secondsBetween(attempt.startedAt, attempt.endedAt ?? now))}</td>
            <td role="cell" data-column="Outcome">{outcomeLabel(attempt.outcome)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
