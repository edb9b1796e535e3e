import { useState, type SyntheticEvent } from "react";
import { ErrorMessage } from "../../components/ErrorMessage";
import { scopesUpTo, useCreateApiKey, type ApiKey, type Scope } from "./apiKeys";

const days = [
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "", label: "Never" },
];

const scopes: { value: Scope; label: string; help: string }[] = [
  { value: "read", label: "Read", help: "See jobs, data sets and results." },
  { value: "submit", label: "Read and train", help: "Also submit and control jobs. Enough for CI." },
  { value: "admin", label: "Everything", help: "Also manage keys, members and the settings of the project." },
];

interface Props {
  initialName?: string;
  /** Projects in which the account may make a key; empty for the current one alone. */
  projects?: { id: string; name: string }[];
  currentProject?: string;
  action: string;
  onCreated: (key: ApiKey) => void;
  onCancel?: () => void;
}

/** Asks what a new key is for, what it may do and when it ends, and makes it. */
export function NewKeyForm({ initialName = "", projects = [], currentProject = "", action, onCreated, onCancel }: Props) {
  const [name, setName] = useState(initialName);
  const [scope, setScope] = useState<Scope>("submit");
  const [life, setLife] = useState("90");
  const [project, setProject] = useState(currentProject);
  const create = useCreateApiKey();
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const expiresAt = life === "" ? null : new Date(Date.now() + Number(life) * 86_400_000 - 60_000).toISOString();
    create.mutate(
      { name: name.trim(), scopes: scopesUpTo(scope), expiresAt, ...(project !== currentProject && { project }) },
      { onSuccess: onCreated },
    );
  };
  return (
    <form className="stack" onSubmit={send} aria-label="New key">
      <div className="field">
        <label htmlFor="key-name">Name</label>
        <input
          id="key-name" required maxLength={100} value={name} placeholder="CI of the vision team" autoComplete="off"
          onChange={(event) => { setName(event.target.value); }}
        />
        <p className="help">The program or the computer that uses the key.</p>
      </div>
      <fieldset className="choices">
        <legend>Access</legend>
        {scopes.map(({ value, label, help }) => (
          <label key={value}>
            <input type="radio" name="scope" value={value} checked={scope === value} onChange={() => { setScope(value); }} />
            <span>{label} <span className="help">{help}</span></span>
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="key-life">Expires</label>
        <select id="key-life" value={life} onChange={(event) => { setLife(event.target.value); }}>
          {days.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </select>
        {life === "" && <p className="help">A key that never expires works until somebody revokes it.</p>}
      </div>
      {projects.length > 1 && (
        <div className="field">
          <label htmlFor="key-project">Project</label>
          <select id="key-project" value={project} onChange={(event) => { setProject(event.target.value); }}>
            {projects.map(({ id, name: title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        </div>
      )}
      {create.isError && <ErrorMessage error={create.error} />}
      <div className="row row-end">
        {onCancel && <button type="button" className="button" onClick={onCancel}>Cancel</button>}
        <button className="button button-primary" disabled={create.isPending || name.trim() === ""}>
          {create.isPending ? "Creating the key…" : action}
        </button>
      </div>
    </form>
  );
}
