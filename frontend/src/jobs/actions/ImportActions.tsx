import type { Job } from "../jobs";
import { allowedControls, isRetryable } from "./control";
import { ControlButton } from "./ControlButton";
import { RetryButton } from "./RetryButton";

/** An import can be cancelled, killed and run again; it has no checkpoints to pause at. */
export function ImportActions({ job }: { job: Job }) {
  return (
    <>
      {allowedControls(job).map((control) => <ControlButton key={control} job={job} control={control} savedStep={undefined} />)}
      {isRetryable(job) && <RetryButton job={job} savedStep={undefined} />}
    </>
  );
}
