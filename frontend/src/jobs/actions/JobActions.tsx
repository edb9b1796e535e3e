import { useState } from "react";
import { Link } from "react-router";
import { deferred } from "../../components/deferred";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { DeleteButton } from "../deletion/DeleteButton";
import { isDeletable } from "../deletion/deletion";
import type { Job } from "../jobs";
import { useUsableCheckpoints } from "../useUsableCheckpoints";
import { allowedControls, confirmations, isRetryable, repeatsFailure, type Control } from "./control";
import { ControlButton, ControlDialog } from "./ControlButton";
import { FailedActions } from "./FailedActions";
import { RetryButton, RetryDialog } from "./RetryButton";

// The form of a fork is large and rarely used.
const ForkDialog = deferred(async () => (await import("./ForkDialog")).ForkDialog);

/** The actions that the job's state allows. Rarely used and destructive ones are in the menu. */
export function JobActions({ job }: { job: Job }) {
  const [dialog, setDialog] = useState<"fork" | "retry" | Control | null>(null);
  const usable = useUsableCheckpoints(job);
  const savedStep = usable[0]?.step;
  const allowed = allowedControls(job);
  const repeats = repeatsFailure(job);
  const close = () => { setDialog(null); };
  return (
    <>
      {allowed.filter((control) => control !== "kill").map((control) => (
        <ControlButton key={control} job={job} control={control} savedStep={savedStep} />
      ))}
      {repeats && <FailedActions job={job} />}
      {isRetryable(job) && !repeats && <RetryButton job={job} savedStep={savedStep} />}
      {usable.length > 0 && (
        <button className="button" onClick={() => { setDialog("fork"); }}>
          <Icon name="fork" /> Fork
        </button>
      )}
      <Menu label="More actions" summary={<Icon name="more" />} className="button-icon" panelClassName="menu-list">
        <Link className="button" to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>
          New job from this spec
        </Link>
        {repeats && <button className="button" onClick={() => { setDialog("retry"); }}>Retry unchanged…</button>}
        {allowed.includes("kill") && (
          <button className="button button-danger-outline" onClick={() => { setDialog("kill"); }}>
            {confirmations.kill.button}
          </button>
        )}
        {isDeletable(job) && <DeleteButton job={job} />}
      </Menu>
      {dialog === "fork" && <ForkDialog job={job} checkpoints={usable} onClose={close} />}
      {dialog === "retry" && <RetryDialog job={job} savedStep={savedStep} onClose={close} />}
      {dialog === "kill" && <ControlDialog job={job} control="kill" savedStep={savedStep} onClose={close} />}
    </>
  );
}
