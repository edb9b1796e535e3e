import { usePolling } from "../api/polling";
import { Icon } from "./Icon";

/** Pauses and resumes the updates of all pages. `stale` says that updates fail at the moment. */
export function LiveSwitch({ stale = false }: { stale?: boolean }) {
  const { paused, setPaused } = usePolling();
  return (
    <button
      type="button"
      className="button button-plain live-switch"
      aria-pressed={!paused}
      title={paused ? "This page does not update. Click to update it again." : "Updates automatically. Click to stop the updates of this page; the job is not changed."}
      onClick={() => { setPaused(!paused); }}
    >
      {paused ? <Icon name="pause" /> : <span className={`live-dot ${stale ? "live-dot-stale" : ""}`} aria-hidden="true" />}
      {paused ? "Updates off" : stale ? "No connection" : "Live"}
    </button>
  );
}
