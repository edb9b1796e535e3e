import { useState, type SyntheticEvent } from "react";
import { ApiError } from "../api/errors";
import { Dialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { eventTypes, formats, type WebhookDraft } from "./webhooks";

interface Props {
  title: string;
  action: string;
  busy: boolean;
  error: Error | null;
  saved?: WebhookDraft;
  onSave: (draft: WebhookDraft) => void;
  onClose: () => void;
}

const initial: WebhookDraft = { url: "", events: ["job.succeeded", "job.failed"], format: "standard" };

/** Asks for the address, the events and the format of a webhook. */
export function WebhookForm({ title, action, busy, error, saved = initial, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(saved);
  const problem = urlProblem(error);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave({ ...draft, url: draft.url.trim() });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="webhook-form" onSubmit={send}>
        <div className="field">
          <label htmlFor="webhook-url">Address</label>
          <input
            id="webhook-url" type="url" required maxLength={2000} placeholder="https://example.org/isograd" autoComplete="off"
            value={draft.url} aria-invalid={problem !== undefined} aria-describedby="webhook-url-help"
            onChange={(event) => { setDraft({ ...draft, url: event.target.value }); }}
          />
          <p id="webhook-url-help" className={problem === undefined ? "help" : "problem"}>
            {problem === undefined ? "An https address on the public Internet." : `The address ${problem}.`}
          </p>
        </div>
        <EventBoxes chosen={draft.events} onChange={(events) => { setDraft({ ...draft, events }); }} />
        <div className="field">
          <label htmlFor="webhook-format">Format</label>
          <select
            id="webhook-format" value={draft.format} aria-describedby="webhook-format-help"
            onChange={(event) => { setDraft({ ...draft, format: event.target.value }); }}
          >
            {formats.map(({ format, label }) => <option key={format} value={format}>{label}</option>)}
          </select>
          <p id="webhook-format-help" className="help">{formats.find(({ format }) => format === draft.format)?.help}</p>
        </div>
        {error && problem === undefined && <ErrorMessage error={error} />}
        <div className="row row-end">
          <button type="button" className="button" onClick={onClose}>Cancel</button>
          <button className="button button-primary" disabled={busy || draft.events.length === 0}>{action}</button>
        </div>
      </form>
    </Dialog>
  );
}

function EventBoxes({ chosen, onChange }: { chosen: string[]; onChange: (events: string[]) => void }) {
  return (
    <fieldset className="webhook-events">
      <legend>Events</legend>
      {eventTypes.map(({ type, label }) => (
        <label key={type}>
          <input
            type="checkbox" checked={chosen.includes(type)}
            onChange={(event) => { onChange(event.target.checked ? [...chosen, type] : chosen.filter((other) => other !== type)); }}
          />
          <span>{label} <code>{type}</code></span>
        </label>
      ))}
      {chosen.length === 0 && <p className="problem" role="alert">Choose at least one event.</p>}
    </fieldset>
  );
}

/** What the server finds wrong with the address, to be shown beside it. */
function urlProblem(error: Error | null): string | undefined {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return errors.find(({ pointer }) => pointer === "/url")?.detail;
}
