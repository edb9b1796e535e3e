import { Icon } from "../../components/Icon";
import { isImport, type Job, type Reason } from "../jobs";
import { adviceFor } from "./advice";

/** Why a job ended or returned to the queue, and what to do about it. */
export function ReasonNotice({ job, reason }: { job: Job; reason: Reason }) {
  const failed = job.state === "FAILED";
  // The advice is about trainings; the page of the data set has that for imports.
  const advice = failed && !isImport(job) ? adviceFor(reason) : undefined;
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
