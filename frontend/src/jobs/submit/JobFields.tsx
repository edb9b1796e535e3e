import { fieldId } from "../../catalog/schema";
import { priorities } from "../edit/priorities";
import { labelsProblem, type JobSettings } from "./jobSettings";

interface Props {
  settings: JobSettings;
  onChange: (settings: JobSettings) => void;
}

export function JobName({ settings, suggestedName, onChange }: Props & { suggestedName: string }) {
  return (
    <div className="field field-name">
      <label htmlFor="job-name">Name</label>
      <input id="job-name" value={settings.name} maxLength={200} placeholder={suggestedName} onChange={(event) => { onChange({ ...settings, name: event.target.value }); }} />
    </div>
  );
}

/** What belongs to the job and not to its training, beside its name: labels, priority and notes. */
export function JobFields({ settings, onChange }: Props) {
  const problem = labelsProblem(settings.labels);
  const id = fieldId("/labels");
  return (
    <section className="form-group" aria-label="Job">
      <h3>Job</h3>
      <div className="form-fields">
        <div className="field">
          <label htmlFor={id}>Labels</label>
          <input
            id={id}
            value={settings.labels}
            placeholder="team=vision, run=3"
            autoComplete="off"
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}-notes`}
            onChange={(event) => { onChange({ ...settings, labels: event.target.value }); }}
          />
          <p id={`${id}-notes`} className={problem === undefined ? "help" : "problem"}>{problem ?? "name=value, separated by commas."}</p>
        </div>
        <div className="field">
          <label htmlFor="job-priority">Priority</label>
          <select id="job-priority" value={settings.priority} onChange={(event) => { onChange({ ...settings, priority: Number(event.target.value) }); }}>
            {priorities.map(({ value, name }) => <option key={value} value={value}>{name}</option>)}
          </select>
        </div>
        <div className="field wide">
          <label htmlFor="job-notes">Notes</label>
          <textarea id="job-notes" rows={3} maxLength={4000} value={settings.notes} onChange={(event) => { onChange({ ...settings, notes: event.target.value }); }} />
        </div>
      </div>
    </section>
  );
}
