import { usePolling } from "../api/polling";
import { Icon } from "./Icon";

/** Pauses and resumes the updates of all pages. */
export function LiveSwitch() {
  const { paused, setPaused } = usePolling();
  return (
    <button
      type="button"
      className="button button-plain live-switch"
      aria-pressed={!paused}
      title={paused ? "Updates are paused. Click to resume." : "Updates automatically. Click to pause."}
      onClick={() => { setPaused(!paused); }}
    >
      {paused ? <Icon name="pause" /> : <span className="live-dot" aria-hidden="true" />}
      {paused ? "Paused" : "Live"}
    </button>
  );
}
