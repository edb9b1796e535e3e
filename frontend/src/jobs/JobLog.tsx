import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useRefetchInterval } from "../api/polling";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { Skeleton } from "../components/Skeleton";
import { LogLines } from "./LogLines";
import { logQuery, matching } from "./log";
import type { Job } from "./jobs";

const drawnAtOnce = 2000;

export function JobLog({ job }: { job: Job }) {
  const [stream, setStream] = useState("");
  const [text, setText] = useState("");
  const log = useQuery({
    ...logQuery(job.id),
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "busy")),
  });
  if (log.isPending) return <Skeleton lines={8} />;
  if (log.data === undefined) return <ErrorMessage error={log.error} retry={() => void log.refetch()} />;
  const found = matching(log.data, stream, text);
  return (
    <div className="log">
      <div className="log-bar">
        <div className="segments segments-small" role="group" aria-label="Stream">
          {["", "stdout", "stderr", "system"].map((name) => (
            <button key={name} type="button" aria-pressed={stream === name} onClick={() => { setStream(name); }}>
              {name === "" ? "all" : name}
            </button>
          ))}
        </div>
        <label className="search-box">
          <Icon name="search" />
          <input
            type="search"
            aria-label="Search the log"
            placeholder="Search"
            value={text}
            onChange={(event) => { setText(event.target.value); }}
          />
        </label>
        <span className="faint">
          {found.length === log.data.length ? `${log.data.length} lines` : `${found.length} of ${log.data.length} lines`}
        </span>
      </div>
      {found.length === 0 ? (
        <p className="faint log-empty">{log.data.length > 0 ? "No line matches." : job.isTerminal ? "The log is empty." : "No lines yet."}</p>
      ) : (
        <FollowedLines key={`${stream} ${text}`} lines={found} ended={job.isTerminal} />
      )}
    </div>
  );
}

/** Keeps the newest line in view until the reader scrolls up; scrolling to the end follows again. */
function FollowedLines({ lines, ended }: { lines: Parameters<typeof LogLines>[0]["lines"]; ended: boolean }) {
  const [following, setFollowing] = useState(!ended);
  const [drawn, setDrawn] = useState(drawnAtOnce);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, lines]);
  const scrolled = () => {
    const element = box.current;
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < 24);
  };
  return (
    <div className="log-frame">
      <div ref={box} className="log-lines" role="log" aria-live="off" aria-label="Log" tabIndex={0} onScroll={scrolled}>
        {lines.length > drawn && (
          <button type="button" className="button button-small" onClick={() => { setDrawn(drawn + drawnAtOnce); }}>
            Show {Math.min(drawnAtOnce, lines.length - drawn)} earlier lines
          </button>
        )}
        <LogLines lines={lines.slice(-drawn)} />
      </div>
      {!ended && (
        <button type="button" className="button button-small log-follow" aria-pressed={following} onClick={() => { setFollowing(!following); }}>
          <Icon name={following ? "pause" : "play"} /> {following ? "Pause following" : "Follow"}
        </button>
      )}
    </div>
  );
}
