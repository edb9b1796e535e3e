import { usePolling } from "../api/polling";
import { Icon } from "./Icon";

/** Stops and starts the refreshing of every page. */
export function LiveSwitch() {
  const { paused, setPaused } = usePolling();
  return (
    <button
      type="button"
      className="button button-plain live-switch"
      aria-pressed={!paused}
      title={paused ? "Updates are paused" : "Updates by itself; press to pause"}
      onClick={() => { setPaused(!paused); }}
    >
      {paused ? <Icon name="pause" /> : <span className="live-dot" aria-hidden="true" />}
      {paused ? "Paused" : "Live"}
    </button>
  );
}
