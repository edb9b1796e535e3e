import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useRefetchInterval } from "../../api/polling";
import { checkpointsQuery, isUsable } from "../../checkpoints/checkpoints";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { DeleteButton } from "../deletion/DeleteButton";
import { isDeletable } from "../deletion/deletion";
import type { Job } from "../jobs";
import { allowedControls, confirmations, isRetryable, type Control } from "./control";
import { ControlButton, ControlDialog } from "./ControlButton";
import { RetryButton } from "./RetryButton";

// The form of a fork is large and rarely used.
const ForkDialog = lazy(async () => ({ default: (await import("./ForkDialog")).ForkDialog }));

/** The actions that the job's state allows. Rarely used and destructive ones are in the menu. */
export function JobActions({ job }: { job: Job }) {
  const [dialog, setDialog] = useState<"fork" | Control | null>(null);
  const checkpoints = useQuery({
    ...checkpointsQuery(job.id),
    enabled: job.attempt > 0,
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "slow")),
  });
  const usable = (checkpoints.data?.data ?? []).filter(isUsable);
  const savedStep = usable[0]?.step;
  const allowed = allowedControls(job);
  const close = () => { setDialog(null); };
  return (
    <>
      {allowed.filter((control) => control !== "kill").map((control) => (
        <ControlButton key={control} job={job} control={control} savedStep={savedStep} />
      ))}
      {isRetryable(job) && <RetryButton job={job} savedStep={savedStep} />}
      {usable.length > 0 && (
        <button className="button" onClick={() => { setDialog("fork"); }}>
          <Icon name="fork" /> Fork
        </button>
      )}
      <Menu label="More actions" summary={<Icon name="more" />} className="button-icon" panelClassName="menu-list">
        <Link className="button" to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>
          New job from this spec
        </Link>
        {allowed.includes("kill") && (
          <button className="button button-danger-outline" onClick={() => { setDialog("kill"); }}>
            {confirmations.kill.button}
          </button>
        )}
        {isDeletable(job) && <DeleteButton job={job} />}
      </Menu>
      {dialog === "fork" && <Suspense><ForkDialog job={job} checkpoints={usable} onClose={close} /></Suspense>}
      {dialog === "kill" && <ControlDialog job={job} control="kill" savedStep={savedStep} onClose={close} />}
    </>
  );
}
