import { useEffect, useState, type SyntheticEvent } from "react";
import { Link } from "react-router";
import { isObject, withMember, type Json } from "../../api/json";
import { AlsoBackprop } from "../../comparisons/AlsoBackprop";
import { fieldId, withDefaults, type Schema } from "../../catalog/schema";
import { SpecForm } from "../../catalog/SpecForm";
import { CopyButton } from "../../components/CopyButton";
import { ErrorMessage } from "../../components/ErrorMessage";
import { More } from "../../components/More";
import { Tabs } from "../../components/Tabs";
import { DatasetPicker } from "../../datasets/DatasetPicker";
import type { Dataset } from "../../datasets/datasets";
import type { NewJob } from "../jobs";
import { curl } from "./curl";
import { byPointer, type Original } from "./draft";
import { JobFields, JobName } from "./JobFields";
import { labelsProblem, settingDifferences } from "./jobSettings";
import { JsonEditor } from "./JsonEditor";
import { MemoryLimitField } from "./MemoryLimitField";
import { PlanColumn } from "./PlanColumn";
import { PresetButtons } from "./PresetButtons";
import { presets } from "./presets";
import { ProblemSummary } from "./ProblemSummary";
import { useJobDraft } from "./useJobDraft";

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
  const form = useJobDraft(schema, datasets, original, wanted, onSubmitted);
  const { draft, edit, submit, settings } = form;
  useEffect(() => { onEdit(form.kept); });
  const [mode, setMode] = useState<"form" | "json">("form");
  const [revision, setRevision] = useState(0);
  /** The text of the JSON tab begins anew, so that it shows what is submitted. */
  const replace = (next: Json, ownSplit = true) => {
    form.replace(next, ownSplit);
    form.setJsonProblem(undefined);
    setRevision(revision + 1);
  };
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    form.send();
  };
  const show = (next: "form" | "json") => {
    // A spec written by hand may omit fields that have defaults; the form shows them all.
    if (next === "form" && mode === "json") form.replace(withDefaults(schema, draft) ?? {});
    form.setJsonProblem(undefined);
    setMode(next);
  };
  const object = isObject(draft) ? draft : {};
  const problems = byPointer(form.fieldProblems);
  const customFields = {
    dataset: (
      <DatasetPicker
        id={fieldId("/dataset")}
        datasets={datasets}
        value={typeof object["dataset"] === "string" ? object["dataset"] : ""}
        problem={problems.get("/dataset")}
        onChange={(chosen) => { edit({ ...object, dataset: chosen }); }}
      />
    ),
    maxMemoryBytes: (
      <MemoryLimitField
        id={fieldId("/maxMemoryBytes")}
        value={object["maxMemoryBytes"]}
        problem={problems.get("/maxMemoryBytes")}
        onChange={(bytes) => { form.limit(withMember(object, "maxMemoryBytes", bytes)); }}
      />
    ),
  };
  const name = <JobName settings={settings} suggestedName={form.suggestedName} onChange={form.setSettings} />;
  const more = { fields: <JobFields settings={settings} onChange={form.setSettings} />, differs: settingDifferences(settings), attempt: form.attempt };
  return (
    <div className="new-job">
      <form className="submit-form" onSubmit={send} noValidate aria-label="New job">
        <Tabs
          label="Spec editor"
          tabs={[{ name: "form", title: "Form" }, { name: "json", title: "JSON" }]}
          shown={mode}
          onShow={show}
          beside={<PresetButtons presets={presets(schema, object, datasets, form.live)} draft={object} ownSplit={form.ownSplit} onSet={replace} />}
        >
          {mode === "form" ? (
            <SpecForm schema={form.schema} value={draft} problems={problems} onChange={edit} customFields={customFields} beside={name} more={more} />
          ) : (
            <>
              <div className="panel">{name}</div>
              <JsonEditor key={revision} value={form.spec} problem={form.jsonProblem} onChange={form.type} onProblem={form.setJsonProblem} />
              <More differs={more.differs} hasProblem={labelsProblem(settings.labels) !== undefined} attempt={form.attempt}>{more.fields}</More>
            </>
          )}
        </Tabs>
        <div className="submit-bar">
          <ProblemSummary problems={form.summary} />
          {submit.error && form.summary.length === 0 && <ErrorMessage error={submit.error} />}
          <div className="row submit-row">
            <AlsoBackprop spec={form.spec} on={form.also} onChange={form.setAlso} />
            <div className="row submit-ways">
              <Link to="/comparisons/new" state={{ spec: form.spec, name: settings.name || form.suggestedName }}>Compare variants of this spec…</Link>
              <CopyButton text={curl(form.job, location.origin)} label="Copy as curl" />
              <button className="button button-primary" disabled={submit.busy}>
                {submit.busy ? "Submitting…" : "Submit job"}
              </button>
            </div>
          </div>
        </div>
      </form>
      <PlanColumn live={form.live} draft={draft} schema={schema} spec={mode === "form" ? form.spec : undefined} onChange={replace} />
    </div>
  );
}
