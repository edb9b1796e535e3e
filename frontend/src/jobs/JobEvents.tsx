import { useQuery } from "@tanstack/react-query";
import { useRefetchInterval } from "../api/polling";
import { ErrorMessage } from "../components/ErrorMessage";
import { duration, secondsBetween } from "../components/format";
import { Skeleton } from "../components/Skeleton";
import { eventsQuery, type JobEvent } from "./events";
import type { Attempt, Job } from "./jobs";

export function JobEvents({ job }: { job: Job }) {
  const events = useQuery({
    ...eventsQuery(job.id),
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "busy")),
  });
  if (events.isPending) return <Skeleton lines={4} />;
  if (events.data === undefined) return <ErrorMessage error={events.error} retry={() => void events.refetch()} />;
  return (
    <div className="stack">
      <ol className="events" aria-label="Events">
        {events.data.data.map((event) => <EventLine key={event.id} event={event} />)}
      </ol>
      {job.attempts.length > 0 && <Attempts attempts={job.attempts} />}
    </div>
  );
}

function EventLine({ event }: { event: JobEvent }) {
  const change = [event.from, event.to].filter((state) => state !== null).join(" → ");
  return (
    <li>
      <time dateTime={event.at} title={event.at}>{new Date(event.at).toLocaleTimeString("en-GB")}</time>
      <strong>{change === "" ? event.type : change}</strong>
      <span>{event.reason?.message ?? event.message}</span>
      {event.reason && <code className="reason-code">{event.reason.code}</code>}
    </li>
  );
}

function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <table className="table table-plain" aria-label="Attempts">
      <thead>
        <tr>
          <th scope="col">Attempt</th>
          <th scope="col">Worker</th>
          <th scope="col">Device</th>
          <th scope="col">Outcome</th>
          <th scope="col" className="number">Time</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.number}>
            <td>{attempt.number}</td>
            <td>{attempt.worker ?? "–"}</td>
            <td>{attempt.device ?? "–"}</td>
            <td>{attempt.outcome?.toLowerCase() ?? "running"}</td>
            <td className="number">
              {attempt.endedAt === null ? "–" : duration(secondsBetween(attempt.startedAt, attempt.endedAt))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
