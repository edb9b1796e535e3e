import { useEffect, useState, type SyntheticEvent } from "react";
import { type FieldProblem } from "../../api/errors";
import { isObject, pretty, type Json } from "../../api/json";
import { AlsoBackprop } from "../../comparisons/AlsoBackprop";
import { isLocal, withBackprop } from "../../comparisons/alsoBackprop";
import { validate } from "../../catalog/validate";
import { withDefaults, type Schema } from "../../catalog/schema";
import { SpecForm } from "../../catalog/SpecForm";
import { CopyButton } from "../../components/CopyButton";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Tabs } from "../../components/Tabs";
import { DatasetPicker } from "../../datasets/DatasetPicker";
import type { Dataset } from "../../datasets/datasets";
import type { NewJob } from "../jobs";
import { curl } from "./curl";
import { useCreateJob } from "./useCreateJob";
import { byPointer, initialDraft, suggestedName, type Original } from "./draft";
import { JsonEditor } from "./JsonEditor";
import { ProblemSummary } from "./ProblemSummary";

interface Props {
  schema: Schema;
  datasets: Dataset[];
  original: Original | undefined;
  /** The data set that a link asks for. */
  dataset: string | null;
  onEdit: (job: NewJob) => void;
  onSubmitted: () => void;
}

export function SubmitJobForm({ schema, datasets, original, dataset: wanted, onEdit, onSubmitted }: Props) {
  const [draft, setDraft] = useState<Json>(() => initialDraft(schema, datasets, original, wanted));
  const [name, setName] = useState(original?.name ?? "");
  const [mode, setMode] = useState<"form" | "json">("form");
  const [localProblems, setLocalProblems] = useState<FieldProblem[]>([]);
  const [also, setAlso] = useState(false);
  const asPair = also && isLocal(draft);
  const submit = useCreateJob(asPair ? "/comparisons" : "/jobs", onSubmitted);
  const problems = localProblems.length > 0 ? localProblems : submit.problems;
  const job = { name: name.trim() === "" ? suggestedName(draft) : name.trim(), spec: draft };
  useEffect(() => { onEdit(job); });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const invalid = validate(schema, draft);
    setLocalProblems(invalid);
    if (invalid.length === 0) submit.send(asPair ? withBackprop(job) : job);
  };
  const show = (next: "form" | "json") => {
    // A spec written by hand may omit fields that have defaults; the form shows them all.
    if (next === "form") setDraft(withDefaults(schema, draft) ?? {});
    setMode(next);
  };
  const dataset = isObject(draft) && typeof draft["dataset"] === "string" ? draft["dataset"] : "";
  const picker = (
    <DatasetPicker
      id="spec-dataset"
      datasets={datasets}
      value={dataset}
      problem={byPointer(problems).get("/dataset")}
      onChange={(chosen) => { setDraft({ ...(isObject(draft) ? draft : {}), dataset: chosen }); }}
    />
  );
  return (
    <div className="new-job">
      <form className="submit-form" onSubmit={send} noValidate aria-label="New job">
        <div className="panel field field-name">
          <label htmlFor="job-name">Name</label>
          <input id="job-name" value={name} maxLength={200} placeholder={suggestedName(draft)} onChange={(event) => { setName(event.target.value); }} />
        </div>
        <Tabs label="Spec editor" tabs={[{ name: "form", title: "Form" }, { name: "json", title: "JSON" }]} shown={mode} onShow={show}>
          {mode === "form" ? (
            <SpecForm schema={schema} value={draft} problems={byPointer(problems)} onChange={setDraft} customFields={{ dataset: picker }} />
          ) : (
            <JsonEditor value={draft} onChange={setDraft} />
          )}
        </Tabs>
        <div className="submit-bar">
          <ProblemSummary problems={problems} />
          {submit.error && submit.problems.length === 0 && localProblems.length === 0 && <ErrorMessage error={submit.error} />}
          <AlsoBackprop spec={draft} on={also} onChange={setAlso} />
          <div className="row row-end">
            <CopyButton text={curl(job, location.origin)} label="Copy as curl" />
            <button className="button button-primary" disabled={submit.busy}>
              {submit.busy ? "Submitting…" : "Submit job"}
            </button>
          </div>
        </div>
      </form>
      {mode === "form" && <SpecPreview draft={draft} />}
    </div>
  );
}

/** The spec that the form would submit. */
function SpecPreview({ draft }: { draft: Json }) {
  return (
    <aside className="spec-preview" aria-label="Spec">
      <div className="row">
        <h2>Spec</h2>
        <span className="spacer" />
        <CopyButton text={pretty(draft)} label="Copy JSON" />
      </div>
      <pre className="code" tabIndex={0}>{pretty(draft)}</pre>
    </aside>
  );
}
