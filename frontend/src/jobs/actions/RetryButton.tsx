import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { count } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { useCreateJob } from "../submit/useCreateJob";
import { isImport, type Job } from "../jobs";

/** Runs the same spec again in a new job, from the last checkpoint or from the beginning. */
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

export function RetryDialog({ job, savedStep, onClose }: { job: Job; savedStep: number | undefined; onClose: () => void }) {
  const [fromStart, setFromStart] = useState(false);
  const retry = useCreateJob(`/jobs/${encodeURIComponent(job.id)}/retry`, onClose);
  return (
    <ConfirmDialog
      title={`Retry “${job.name}”?`}
      action={retry.busy ? "Submitting…" : "Retry job"}
      dismissLabel="Close"
      busy={retry.busy}
      destructive={false}
      onConfirm={() => { retry.send(isImport(job) ? {} : { fromStart }); }}
      onClose={onClose}
    >
      <p>Creates a new job with the same spec. This job does not change.</p>
      {isImport(job) ? (
        <p>The same files are imported again, into the same version of the data set.</p>
      ) : savedStep === undefined ? (
        <p>Training starts from the beginning because there is no checkpoint.</p>
      ) : (
        <fieldset className="choices">
          <legend>Start from</legend>
          <label>
            <input type="radio" name="retry-from" checked={!fromStart} onChange={() => { setFromStart(false); }} /> the last
            checkpoint, step {count(savedStep)}
          </label>
          <label>
            <input type="radio" name="retry-from" checked={fromStart} onChange={() => { setFromStart(true); }} /> the
            beginning
          </label>
        </fieldset>
      )}
      {retry.error && <ErrorMessage error={retry.error} />}
    </ConfirmDialog>
  );
}
