import { useState } from "react";
import type { JobSettings } from "./jobSettings";
import { labelsProblem, labelsText, parseLabels } from "./jobSettings";

const PRIORITIES = [
  { value: 2, name: "Highest" },
  { value: 1, name: "High" },
  { value: 0, name: "Normal" },
  { value: -1, name: "Low" },
  { value: -2, name: "Lowest" },
];

interface Props {
  settings: JobSettings;
  suggestedName: string;
  onChange: (settings: JobSettings) => void;
}

/** What belongs to the job and not to its training: name, labels, priority and notes. */
export function JobFields({ settings, suggestedName, onChange }: Props) {
  const [labels, setLabels] = useState(() => labelsText(settings.labels));
  const problem = labelsProblem(labels);
  // Not of every change, which would close it under the cursor.
  const [hasNotes] = useState(settings.notes !== "");
  return (
    <div className="panel job-fields">
      <div className="field field-name">
        <label htmlFor="job-name">Name</label>
        <input id="job-name" value={settings.name} maxLength={200} placeholder={suggestedName} onChange={(event) => { onChange({ ...settings, name: event.target.value }); }} />
      </div>
      <div className="field">
        <label htmlFor="job-labels">Labels</label>
        <input
          id="job-labels"
          value={labels}
          placeholder="team=vision, run=3"
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby="job-labels-notes"
          onChange={(event) => {
            setLabels(event.target.value);
            onChange({ ...settings, labels: parseLabels(event.target.value) });
          }}
        />
        <p id="job-labels-notes" className={problem === undefined ? "help" : "problem"}>{problem ?? "name=value, separated by commas."}</p>
      </div>
      <div className="field">
        <label htmlFor="job-priority">Priority</label>
        <select id="job-priority" value={settings.priority} onChange={(event) => { onChange({ ...settings, priority: Number(event.target.value) }); }}>
          {PRIORITIES.map(({ value, name }) => <option key={value} value={value}>{name}</option>)}
        </select>
      </div>
      <details className="job-more" open={hasNotes}>
        <summary>More</summary>
        <div className="field">
          <label htmlFor="job-notes">Notes</label>
          <textarea id="job-notes" rows={3} maxLength={4000} value={settings.notes} onChange={(event) => { onChange({ ...settings, notes: event.target.value }); }} />
        </div>
      </details>
    </div>
  );
}
