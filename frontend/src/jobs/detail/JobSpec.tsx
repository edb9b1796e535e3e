import { pretty } from "../../api/json";
import { CopyButton } from "../../components/CopyButton";
import { curl } from "../submit/curl";
import type { Job } from "../jobs";

export function JobSpec({ job }: { job: Job }) {
  const text = pretty(job.spec);
  return (
    <div className="stack">
      <div className="row">
        <CopyButton text={text} label="Copy JSON" />
        <CopyButton text={curl({ name: job.name, spec: job.spec }, location.origin)} label="Copy as curl" />
      </div>
      <pre className="code" aria-label="Spec" tabIndex={0}>{text}</pre>
    </div>
  );
}
