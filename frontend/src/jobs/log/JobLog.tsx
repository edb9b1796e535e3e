import { useQuery } from "@tanstack/react-query";
import { useRefetchInterval } from "../../api/polling";
import { ErrorMessage } from "../../components/ErrorMessage";
import { count } from "../../components/format";
import { Icon } from "../../components/Icon";
import { Skeleton } from "../../components/Skeleton";
import { useDebounced } from "../../components/useDebounced";
import type { Job } from "../jobs";
import { LogDownload } from "./LogDownload";
import { LogTail } from "./LogTail";
import { logQuery, logSearchQuery } from "./log";
import { STREAMS, useLogFilter } from "./useLogFilter";

/** Shows the whole log. A search runs on the server, which also has lines that are not loaded yet. */
export function JobLog({ job }: { job: Job }) {
  const { stream, text, setStream, setText } = useLogFilter();
  const contains = useDebounced(text);
  const refetchInterval = useRefetchInterval(() => (job.isTerminal ? "never" : "fast"));
  const log = useQuery({ ...logQuery(job.id), refetchInterval });
  const searching = contains !== "";
  const search = useQuery({
    ...logSearchQuery(job.id, { stream, contains }),
    enabled: searching,
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "fast"), false),
  });
  if (log.isPending) return <Skeleton lines={8} />;
  if (log.data === undefined) return <ErrorMessage error={log.error} retry={() => void log.refetch()} />;
  const all = log.data.filter((line) => stream === "" || line.stream === stream);
  const found = searching ? search.data?.data : all;
  return (
    <div className="log">
      <div className="log-bar">
        <div className="segments segments-small" role="group" aria-label="Stream">
          {STREAMS.map((name) => (
            <button key={name} type="button" aria-pressed={stream === name} onClick={() => { setStream(name); }}>
              {name === "" ? "All" : name}
            </button>
          ))}
        </div>
        <label className="search-box">
          <Icon name="search" />
          <input
            type="search"
            aria-label="Search the log"
            placeholder="Search (case-sensitive)"
            value={text}
            onChange={(event) => { setText(event.target.value); }}
          />
        </label>
        <LogDownload job={job.id} search={{ stream, contains }} disabled={!found || found.length === 0} />
        <span className="muted" role="status">
          {found && matchCount(found.length, all.length, searching, search.data?.hasMore ?? false)}
        </span>
      </div>
      {search.isError && <ErrorMessage error={search.error} retry={() => void search.refetch()} />}
      {!found && !search.isError && <Skeleton lines={4} />}
      {found?.length === 0 && <p className="muted log-empty">{emptyText(job, searching || log.data.length > 0)}</p>}
      {found && found.length > 0 && <LogTail key={`${stream} ${contains}`} lines={found} ended={job.isTerminal} />}
    </div>
  );
}

function matchCount(found: number, all: number, searching: boolean, more: boolean): string {
  if (!searching) return `${count(all)} ${all === 1 ? "line" : "lines"}`;
  return more ? `first ${count(found)} matches` : `${count(found)} ${found === 1 ? "match" : "matches"}`;
}

function emptyText(job: Job, filtered: boolean): string {
  if (filtered) return "No matching lines.";
  return job.isTerminal ? "The log is empty." : "No log lines yet.";
}
