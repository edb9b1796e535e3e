import { useEffect, useSyncExternalStore } from "react";
import { bytes, duration, percent } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { ProgressBar } from "../../components/ProgressBar";
import { cancelRun, type ImportRun } from "./importRun";
import type { TransferState } from "./transfer";

/** The progress of an upload, with buttons to pause, continue and cancel it. */
export function UploadPanel({ run }: { run: ImportRun }) {
  const { transfer } = run;
  const state = useSyncExternalStore(transfer.subscribe, transfer.snapshot);
  const fraction = state.size === 0 ? 1 : state.sent / state.size;
  const isActive = state.phase === "sending" || state.phase === "waiting";
  useWarningBeforeLeaving(isActive || state.phase === "paused");
  useResumeOnline(state.phase === "waiting", () => void transfer.start());
  return (
    <section className="panel upload" aria-label="Upload">
      <h2><bdi className="user-text">{run.fileName}</bdi></h2>
      <ProgressBar label="Upload" fraction={fraction} tone={tones[state.phase]} />
      <p className="upload-facts" role="status">
        <strong>{percent(fraction, 0)}</strong>
        {factsOf(state).map((fact) => <span key={fact}>{fact}</span>)}
      </p>
      {state.error && <ErrorMessage error={state.error} />}
      <div className="row row-end">
        {isActive && <button type="button" className="button" onClick={() => { transfer.pause(); }}><Icon name="pause" /> Pause</button>}
        {(state.phase === "paused" || state.phase === "failed") && (
          <button type="button" className="button" onClick={() => void transfer.start()}><Icon name="play" /> Continue</button>
        )}
        {state.phase === "waiting" && <button type="button" className="button" onClick={() => void transfer.start()}><Icon name="retry" /> Try now</button>}
        {run.dataset === undefined && (
          <button type="button" className="button button-danger-outline" onClick={() => void cancelRun()}>Cancel upload</button>
        )}
      </div>
      <p className="help">The upload continues while you look at other pages of Isograd. After closing the browser tab, choose the same files again to continue it.</p>
    </section>
  );
}

const tones = { sending: "active", paused: "neutral", waiting: "neutral", complete: "success", failed: "danger" } as const;

export function factsOf({ phase, sent, size, bytesPerSecond }: TransferState): string[] {
  const facts = [`${bytes(sent)} of ${bytes(size)}`];
  if (phase === "paused") facts.push("paused");
  if (phase === "waiting") facts.push("waiting for the server");
  if (phase === "complete") facts.push("sent");
  if (phase === "sending" && sent >= size) facts.push("the server is checking what it received");
  else if (phase === "sending" && bytesPerSecond !== undefined) {
    facts.push(`${bytes(bytesPerSecond)}/s`);
    if (bytesPerSecond > 0) facts.push(`${duration((size - sent) / bytesPerSecond)} left`);
  }
  return facts;
}

function useWarningBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const warn = (event: Event) => { event.preventDefault(); };
    window.addEventListener("beforeunload", warn);
    return () => { window.removeEventListener("beforeunload", warn); };
  }, [active]);
}

function useResumeOnline(waiting: boolean, resume: () => void) {
  useEffect(() => {
    if (!waiting) return;
    window.addEventListener("online", resume);
    return () => { window.removeEventListener("online", resume); };
  });
}
