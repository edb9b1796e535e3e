import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { count } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { useCreation } from "../submit/creation";
import type { Job } from "../jobs";

/** The same job again, from where it got to or from the start. */
export function RetryButton({ job, saved }: { job: Job; saved: number | undefined }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button className="button" onClick={() => { setAsking(true); }}>
        <Icon name="retry" /> Retry
      </button>
      {asking && <RetryDialog job={job} saved={saved} onClose={() => { setAsking(false); }} />}
    </>
  );
}

function RetryDialog({ job, saved, onClose }: { job: Job; saved: number | undefined; onClose: () => void }) {
  const [fromStart, setFromStart] = useState(false);
  const retry = useCreation(`/jobs/${encodeURIComponent(job.id)}/retry`, onClose);
  return (
    <ConfirmDialog
      title={`Retry “${job.name}”?`}
      action={retry.busy ? "Queueing…" : "Retry the job"}
      refusal="Not now"
      busy={retry.busy}
      harmful={false}
      onConfirm={() => { retry.send({ fromStart }); }}
      onClose={onClose}
    >
      <p>Queues a new job with the same spec. This one stays as it is.</p>
      {saved === undefined ? (
        <p>It starts from the beginning, as there is no checkpoint.</p>
      ) : (
        <fieldset className="choices">
          <legend>It goes on</legend>
          <label>
            <input type="radio" name="retry-from" checked={!fromStart} onChange={() => { setFromStart(false); }} /> from the last
            checkpoint, step {count(saved)}
          </label>
          <label>
            <input type="radio" name="retry-from" checked={fromStart} onChange={() => { setFromStart(true); }} /> from the
            beginning
          </label>
        </fieldset>
      )}
      {retry.error && <ErrorMessage error={retry.error} />}
    </ConfirmDialog>
  );
}
