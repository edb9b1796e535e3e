import { useId, useState, type SyntheticEvent } from "react";
import { Dialog } from "../../components/Dialog";
import type { Job } from "../jobs";
import { labelAction, type BulkAction } from "./bulk";

interface Props {
  jobs: Job[];
  /** Names of labels that other jobs have. */
  names: string[];
  onApply: (action: BulkAction) => void;
  onClose: () => void;
}

/** Adds a label to the jobs, changes it or removes it; their other labels stay. */
export function LabelDialog({ jobs, names, onApply, onClose }: Props) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const list = useId();
  const having = jobs.filter((job) => name.trim() in job.labels).length;
  const apply = (event: SyntheticEvent) => {
    event.preventDefault();
    onApply(labelAction(name.trim(), value.trim()));
  };
  return (
    <Dialog title={jobs.length === 1 ? "Label 1 job" : `Label ${jobs.length} jobs`} onClose={onClose}>
      <form className="stack" onSubmit={apply}>
        <label className="field">
          Label
          <input autoFocus required list={list} value={name} maxLength={63} pattern="[A-Za-z0-9][A-Za-z0-9._\/\-]*" title="Letters, digits, '.', '_', '-' or '/', beginning with a letter or digit" onChange={(event) => { setName(event.target.value); }} />
        </label>
        <datalist id={list}>{names.map((known) => <option key={known} value={known} />)}</datalist>
        <label className="field">
          Value (may be empty)
          <input value={value} maxLength={256} onChange={(event) => { setValue(event.target.value); }} />
        </label>
        {having > 0 && <p className="muted">{having === 1 ? "1 of them has" : `${having} of them have`} this label already.</p>}
        <div className="row row-end">
          <button type="button" className="button" onClick={onClose}>Close</button>
          {having > 0 && (
            <button type="button" className="button button-danger-outline" onClick={() => { onApply(labelAction(name.trim(), null)); }}>Remove label</button>
          )}
          <button className="button button-primary" disabled={name.trim() === ""}>Set label</button>
        </div>
      </form>
    </Dialog>
  );
}
