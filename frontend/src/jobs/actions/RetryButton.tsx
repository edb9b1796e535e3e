import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { count } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { useCreateJob } from "../submit/useCreateJob";
import type { Job } from "../jobs";

/** The same job again, from where it got to or from the start. */
export function RetryButton({ job, savedStep }: { job: Job; savedStep: number | undefined }) {
  const [confirming, setConfirming] = useState(false);
  return (
    <>
      <button className="button" onClick={() => { setConfirming(true); }}>
        <Icon name="retry" /> Retry
      </button>
      {confirming && <RetryDialog job={job} savedStep={savedStep} onClose={() => { setConfirming(false); }} />}
    </>
  );
}

function RetryDialog({ job, savedStep, onClose }: { job: Job; savedStep: number | undefined; onClose: () => void }) {
  const [fromStart, setFromStart] = useState(false);
  const retry = useCreateJob(`/jobs/${encodeURIComponent(job.id)}/retry`, onClose);
  return (
    <ConfirmDialog
      title={`Retry “${job.name}”?`}
      action={retry.busy ? "Queueing…" : "Retry the job"}
      dismissLabel="Not now"
      busy={retry.busy}
      destructive={false}
      onConfirm={() => { retry.send({ fromStart }); }}
      onClose={onClose}
    >
      <p>Queues a new job with the same spec. This one stays as it is.</p>
      {savedStep === undefined ? (
        <p>It starts from the beginning, as there is no checkpoint.</p>
      ) : (
        <fieldset className="choices">
          <legend>It goes on</legend>
          <label>
            <input type="radio" name="retry-from" checked={!fromStart} onChange={() => { setFromStart(false); }} /> from the last
            checkpoint, step {count(savedStep)}
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
