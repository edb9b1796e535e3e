import { Icon } from "../../components/Icon";
import { adviceFor } from "./advice";
import type { Job, Reason } from "../jobs";

/** Why a job ended, or was put back, and what to do about it. */
export function ReasonNotice({ job, reason }: { job: Job; reason: Reason }) {
  const failed = job.state === "FAILED";
  const advice = failed ? adviceFor(reason) : undefined;
  return (
    <div className={`notice ${failed ? "notice-danger" : ""}`} role={failed ? "alert" : "note"} aria-label="Reason">
      {failed && <Icon name="warning" />}
      <div className="notice-body">
        <p>
          <strong>{reason.message}</strong> <code className="reason-code">{reason.code}</code>
        </p>
        {advice !== undefined && <p>{advice}</p>}
      </div>
    </div>
  );
}
