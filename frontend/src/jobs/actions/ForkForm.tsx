import { useState, type SyntheticEvent } from "react";
import type { FieldProblem } from "../../api/errors";
import type { Json } from "../../api/json";
import { validate } from "../../catalog/validate";
import { withDefaults, type Schema } from "../../catalog/schema";
import { SpecForm } from "../../catalog/SpecForm";
import type { Checkpoint } from "../../checkpoints/checkpoints";
import { count, percent } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Tabs } from "../../components/Tabs";
import type { Dataset } from "../../datasets/datasets";
import { hasPictures, named } from "../../datasets/describe";
import { moduleCount } from "../describe";
import type { Job } from "../jobs";
import { restricted } from "../submit/choices";
import { byPointer } from "../submit/draft";
import { JsonEditor } from "../submit/JsonEditor";
import { ProblemSummary } from "../submit/ProblemSummary";
import { limited } from "../submit/specLimits";
import { useCreateJob } from "../submit/useCreateJob";
import { useHasGpu } from "../submit/useHasGpu";
import { describePatch, mergePatch } from "./mergePatch";

interface Props {
  job: Job;
  schema: Schema;
  datasets: Dataset[];
  checkpoints: Checkpoint[];
  from: string | undefined;
  onClose: () => void;
}

export function ForkForm({ job, schema, datasets, checkpoints, from, onClose }: Props) {
  const [before] = useState<Json>(() => withDefaults(schema, job.spec) ?? {});
  const [draft, setDraft] = useState(before);
  const [checkpoint, setCheckpoint] = useState(from ?? checkpoints[0]?.id ?? "");
  const [name, setName] = useState("");
  const [mode, setMode] = useState<"form" | "json">("form");
  const [jsonProblem, setJsonProblem] = useState<string>();
  const [localProblems, setLocalProblems] = useState<FieldProblem[]>([]);
  const fork = useCreateJob(`/jobs/${encodeURIComponent(job.id)}/fork`, onClose);
  const problems = localProblems.length > 0 ? localProblems : fork.problems;
  const hasGpu = useHasGpu();
  const dataset = named(datasets, job.spec.dataset);
  const surroundings = { hasGpu, hasPictures: dataset === undefined || hasPictures(dataset), modules: moduleCount(job.spec) };
  const shownSchema = withoutDecided(restricted(limited(schema, draft, undefined), draft, surroundings));
  const patch = mergePatch(before, draft);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const invalid = jsonProblem === undefined ? validate(schema, draft) : [{ pointer: "", detail: `Invalid JSON: ${jsonProblem}` }];
    setLocalProblems(invalid);
    if (invalid.length > 0) return;
    fork.send({ checkpoint, ...(name.trim() !== "" && { name: name.trim() }), ...(patch !== undefined && { spec: patch }) });
  };
  const show = (next: "form" | "json") => {
    setJsonProblem(undefined);
    setMode(next);
  };
  return (
    <form className="fork-form" onSubmit={send} noValidate aria-label="Fork">
      <div className="fork-header">
        <div className="field">
          <label htmlFor="fork-checkpoint">Continue from</label>
          <select id="fork-checkpoint" value={checkpoint} onChange={(event) => { setCheckpoint(event.target.value); }}>
            {checkpoints.map((each, index) => <option key={each.id} value={each.id}>{checkpointLabel(each, index === 0)}</option>)}
          </select>
        </div>
        <div className="field">
          <label htmlFor="fork-name">Name</label>
          <input id="fork-name" value={name} maxLength={200} placeholder={`Fork of ${job.name}`} onChange={(event) => { setName(event.target.value); }} />
        </div>
      </div>
      <div className="fork-spec">
        <p className="muted">
          Data set, network, modules, heads, batch size and seed are those of the checkpoint. Epochs are counted from the
          very beginning, so raise their number to train beyond the end.
        </p>
        <Tabs label="Spec editor" prefix="fork" tabs={[{ name: "form", title: "Form" }, { name: "json", title: "JSON" }]} shown={mode} onShow={show}>
          {mode === "form" ? (
            <SpecForm schema={shownSchema} value={draft} problems={byPointer(problems)} onChange={setDraft} customFields={{}} />
          ) : (
            <JsonEditor value={draft} problem={jsonProblem} onChange={setDraft} onProblem={setJsonProblem} />
          )}
        </Tabs>
      </div>
      <div className="fork-footer">
        <ChangeList lines={patch === undefined ? [] : describePatch(before, patch)} />
        <ProblemSummary problems={problems} />
        {fork.error && problems.length === 0 && <ErrorMessage error={fork.error} />}
        <div className="row row-end">
          <button type="button" className="button" onClick={onClose}>Close</button>
          <button className="button button-primary" disabled={fork.busy}>{fork.busy ? "Submitting…" : "Fork job"}</button>
        </div>
      </div>
    </form>
  );
}

/** The fields that a checkpoint has not decided. */
function withoutDecided(schema: Schema): Schema {
  const decided = ["dataset", "network", "split", "head", "batchSize", "seed"];
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !decided.includes(name))) };
}

function ChangeList({ lines }: { lines: string[] }) {
  if (lines.length === 0) return <p className="muted" role="status">No changes yet: the new job has the same spec.</p>;
  return (
    <ul className="fork-changes" role="status" aria-label="Changes">
      {lines.map((line) => <li key={line}><code>{line}</code></li>)}
    </ul>
  );
}

function checkpointLabel(checkpoint: Checkpoint, isNewest: boolean): string {
  const accuracy = checkpoint.testAccuracy === null ? "" : `, test accuracy ${percent(checkpoint.testAccuracy)}`;
  return `step ${count(checkpoint.step)}, after ${checkpoint.epoch} ${checkpoint.epoch === 1 ? "epoch" : "epochs"}${accuracy}${isNewest ? " (newest)" : ""}`;
}
