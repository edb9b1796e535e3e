import { moduleCount, ruleName } from "../describe";
import type { Job } from "../jobs";

/** The update rule and the number of local modules, if there are any. */
export function RuleName({ job }: { job: Job }) {
  const modules = moduleCount(job.spec);
  return (
    <>
      {ruleName(job.spec)}
      {modules !== undefined && <span className="muted" title={`${modules} local modules`}> K={modules}</span>}
    </>
  );
}
