import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { useRefetchInterval } from "../../api/polling";
import { checkpointsQuery, isUsable } from "../../checkpoints/checkpoints";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { controls, questions, isRetryable, type Control } from "./control";
import { ControlButton, ControlDialog } from "./ControlButton";
import { ForkDialog } from "./ForkDialog";
import type { Job } from "../jobs";
import { RetryButton } from "./RetryButton";

/** What the job's state allows; what cannot be taken back stands behind the menu. */
export function JobActions({ job }: { job: Job }) {
  const [asking, setAsking] = useState<"fork" | Control | null>(null);
  const checkpoints = useQuery({
    ...checkpointsQuery(job.id),
    enabled: job.attempt > 0,
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "idle")),
  });
  const usable = (checkpoints.data?.data ?? []).filter(isUsable);
  const saved = usable[0]?.step;
  const possible = controls(job);
  const close = () => { setAsking(null); };
  return (
    <>
      {possible.filter((control) => control !== "kill").map((control) => (
        <ControlButton key={control} job={job} control={control} saved={saved} />
      ))}
      {isRetryable(job) && <RetryButton job={job} saved={saved} />}
      {usable.length > 0 && (
        <button className="button" onClick={() => { setAsking("fork"); }}>
          <Icon name="fork" /> Fork
        </button>
      )}
      <Menu label="More actions" summary={<Icon name="more" />} className="button-icon" sheetClassName="menu-list">
        <Link className="button" to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>
          Run again with changes
        </Link>
        {possible.includes("kill") && (
          <button className="button button-bad-quiet" onClick={() => { setAsking("kill"); }}>
            {questions.kill.button}
          </button>
        )}
      </Menu>
      {asking === "fork" && <ForkDialog job={job} checkpoints={usable} onClose={close} />}
      {asking === "kill" && <ControlDialog job={job} control="kill" saved={saved} onClose={close} />}
    </>
  );
}
