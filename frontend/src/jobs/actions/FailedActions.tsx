import { useState } from "react";
import { Link } from "react-router";
import { mainStep } from "../diagnosis/mainStep";
import type { Job } from "../jobs";
import { deferred } from "../../components/deferred";

const RerunDialog = deferred(async () => (await import("../diagnosis/RerunDialog")).RerunDialog);

/** What to do about a failure that an unchanged retry would repeat: train again with a change. */
export function FailedActions({ job }: { job: Job }) {
  const [isOpen, setOpen] = useState(false);
  const step = mainStep(job);
  if (!step) return <Link className="button" to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>Change and run again</Link>;
  return (
    <>
      <button className="button button-primary" aria-haspopup="dialog" onClick={() => { setOpen(true); }}>{step.label}</button>
      {isOpen && <RerunDialog job={job} step={step} onClose={() => { setOpen(false); }} />}
    </>
  );
}
