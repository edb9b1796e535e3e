import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { LogLines } from "./LogLines";
import type { LogLine } from "./log";

const chunkSize = 2000;
const scrollTolerance = 24;

/** Follows the newest line until the user scrolls up, and again once the user scrolls back to the end. */
export function LogTail({ lines, ended }: { lines: LogLine[]; ended: boolean }) {
  const [following, setFollowing] = useState(!ended);
  const [rendered, setDrawn] = useState(chunkSize);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, lines]);
  const handleScroll = () => {
    const element = box.current;
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < scrollTolerance);
  };
  return (
    <div className="log-frame">
      <div ref={box} className="log-lines" role="log" aria-live="off" aria-label="Log" tabIndex={0} onScroll={handleScroll}>
        {lines.length > rendered && (
          <button type="button" className="button button-small" onClick={() => { setDrawn(rendered + chunkSize); }}>
            Show {Math.min(chunkSize, lines.length - rendered)} earlier lines
          </button>
        )}
        <LogLines lines={lines.slice(-rendered)} />
      </div>
      {!ended && (
        <button type="button" className="button button-small log-follow" aria-pressed={following} onClick={() => { setFollowing(!following); }}>
          <Icon name={following ? "pause" : "play"} /> {following ? "Stop following" : "Follow"}
        </button>
      )}
    </div>
  );
}
