import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { LogLines } from "./LogLines";
import type { LogLine } from "./log";

const drawnAtOnce = 2000;
const near = 24;

/** Keeps the newest line in view until the reader scrolls up; scrolling to the end follows again. */
export function FollowedLines({ lines, ended }: { lines: LogLine[]; ended: boolean }) {
  const [following, setFollowing] = useState(!ended);
  const [drawn, setDrawn] = useState(drawnAtOnce);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, lines]);
  const scrolled = () => {
    const element = box.current;
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < near);
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
