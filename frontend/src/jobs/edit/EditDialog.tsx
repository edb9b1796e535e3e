import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { ApiError } from "../../api/errors";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { editJob, jobKey, jobsKey, type Job, type JobChanges } from "../jobs";
import { changesOf } from "./changes";
import { LabelFields, type LabelRow } from "./LabelFields";
import { priorities } from "./priorities";

/** Changes name, labels, notes and priority. Only what was changed here is sent, so that edits of others are kept. */
export function EditDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const [before] = useState(job);
  const [name, setName] = useState(job.name);
  const [notes, setNotes] = useState(job.notes ?? "");
  const [priority, setPriority] = useState(job.priority);
  const [labels, setLabels] = useState<LabelRow[]>(() => Object.entries(job.labels).map(([label, value]) => ({ name: label, value })));
  const client = useQueryClient();
  const edit = useMutation({
    mutationFn: (changes: JobChanges) => editJob(job.id, changes),
    onSuccess: (edited) => {
      client.setQueryData(jobKey(job.id), edited);
      void client.invalidateQueries({ queryKey: jobsKey });
      onClose();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const changes = changesOf(before, { name: name.trim(), notes, priority, labels });
    if (Object.keys(changes).length === 0) onClose();
    else edit.mutate(changes);
  };
  return (
    <Dialog title="Edit job" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          Name
          <input value={name} required maxLength={200} onChange={(event) => { setName(event.target.value); }} />
        </label>
        <LabelFields labels={labels} onChange={setLabels} />
        <label className="field">
          Notes
          <textarea rows={4} maxLength={4000} value={notes} onChange={(event) => { setNotes(event.target.value); }} />
        </label>
        <label className="field">
          Priority
          <select value={priority} disabled={job.isTerminal} onChange={(event) => { setPriority(Number(event.target.value)); }}>
            {priorities.map((one) => <option key={one.value} value={one.value}>{one.name}</option>)}
          </select>
        </label>
        {edit.isError && <EditError error={edit.error} />}
        <div className="row row-end">
          <button type="button" className="button" onClick={onClose}>Close</button>
          <button className="button button-primary" disabled={edit.isPending}>{edit.isPending ? "Saving…" : "Save"}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** Names the fields that the server refuses. */
function EditError({ error }: { error: Error }) {
  const fields = error instanceof ApiError ? error.fields : [];
  if (fields.length === 0) return <ErrorMessage error={error} />;
  return (
    <ul className="notice notice-danger" role="alert">
      {fields.map(({ pointer, detail }) => <li key={pointer}><code>{pointer}</code> {detail}</li>)}
    </ul>
  );
}
