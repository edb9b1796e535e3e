import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pretty } from "../../api/json";
import { catalogQuery } from "../../catalog/catalog";
import { inOrder, withoutDefaults } from "../../catalog/specView";
import { CopyButton } from "../../components/CopyButton";
import { curl } from "../submit/curl";
import type { Job } from "../jobs";

/** The spec in the order of the catalog; on request without what is as by default. */
export function JobSpec({ job }: { job: Job }) {
  const catalog = useQuery(catalogQuery());
  const [isShort, setShort] = useState(false);
  const schema = catalog.data?.spec;
  const spec = inOrder(schema, job.spec);
  const whole = pretty(spec);
  return (
    <div className="stack">
      <div className="row">
        <CopyButton text={whole} label="Copy JSON" />
        <CopyButton text={curl({ name: job.name, spec: job.spec }, location.origin)} label="Copy as curl" />
        <label className="switch">
          <input type="checkbox" checked={isShort} disabled={!schema} onChange={(event) => { setShort(event.target.checked); }} />
          Hide defaults
        </label>
      </div>
      <pre className="code" aria-label="Spec" tabIndex={0}>{isShort ? pretty(withoutDefaults(schema, spec)) : whole}</pre>
    </div>
  );
}
