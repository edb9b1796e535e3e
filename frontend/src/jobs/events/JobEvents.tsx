import { useInfiniteQuery } from "@tanstack/react-query";
import { useRefetchInterval } from "../../api/polling";
import { ErrorMessage } from "../../components/ErrorMessage";
import { LoadMore } from "../../components/LoadMore";
import { Skeleton } from "../../components/Skeleton";
import type { Job } from "../jobs";
import { eventsQuery, type JobEvent } from "./events";
import { JobAttempts } from "./JobAttempts";

export function JobEvents({ job }: { job: Job }) {
  const events = useInfiniteQuery({
    ...eventsQuery(job.id),
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "fast")),
  });
  if (events.isPending) return <Skeleton lines={4} />;
  if (events.data === undefined) return <ErrorMessage error={events.error} retry={() => void events.refetch()} />;
  return (
    <div className="stack">
      {job.attempts.length > 0 && <JobAttempts attempts={job.attempts} />}
      <ol className="events" aria-label="Events">
        {events.data.pages.flatMap(({ data }) => data).map((event) => <EventLine key={event.id} event={event} />)}
      </ol>
      <LoadMore label="Load older events" query={events} />
    </div>
  );
}

function EventLine({ event }: { event: JobEvent }) {
  const change = [event.from, event.to].filter((state) => state !== null).join(" → ");
  return (
    <li>
      <time dateTime={event.at} title={event.at}>{new Date(event.at).toLocaleString("en-GB")}</time>
      <strong>{change === "" ? event.type : change}</strong>
      <span>{event.message}</span>
      {event.reason && <code className="reason-code">{event.reason.code}</code>}
    </li>
  );
}
