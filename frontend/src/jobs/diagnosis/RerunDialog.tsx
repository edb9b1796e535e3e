import { Link } from "react-router";
import { isObject, type Json, type JsonObject } from "../../api/json";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { describePatch } from "../actions/mergePatch";
import type { Job } from "../jobs";
import { useCreateJob } from "../submit/useCreateJob";
import type { NextStep } from "./nextSteps";

interface Props {
  job: Job;
  step: NextStep & { kind: "rerun" };
  onClose: () => void;
}

/** Starts a new job with the spec of this one and a few changes. */
export function RerunDialog({ job, step, onClose }: Props) {
  const creation = useCreateJob("/jobs", onClose);
  // A spec is JSON with more fields than its type names.
  const spec = job.spec as unknown as JsonObject;
  const name = `${job.name} ${step.name}`.slice(0, 200);
  return (
    <ConfirmDialog
      title={step.label}
      action={creation.busy ? "Submitting…" : "Start training"}
      dismissLabel="Close"
      busy={creation.busy}
      destructive={false}
      onConfirm={() => { creation.send({ name, labels: job.labels, priority: job.priority, spec: patched(spec, step.changes) }); }}
      onClose={onClose}
    >
      <p>Creates a new job, “{name}”, with the spec of this one and this change. It trains from the beginning.</p>
      <ul className="fork-changes" aria-label="Changes">
        {describePatch(spec, step.changes).map((line) => <li key={line}><code>{line}</code></li>)}
      </ul>
      <p><Link to={`/jobs/new?from=${encodeURIComponent(job.id)}`}>Change other fields instead</Link></p>
      {creation.problems.map(({ pointer, detail }) => <p key={pointer} className="field-problem">{pointer} {detail}</p>)}
      {creation.error && creation.problems.length === 0 && <ErrorMessage error={creation.error} />}
    </ConfirmDialog>
  );
}

export function patched(before: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const old = isObject(before) ? before : {};
  return { ...old, ...Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, patched(old[name], value)])) };
}
