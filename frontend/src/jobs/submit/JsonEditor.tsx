import { useState } from "react";
import { pretty, type Json } from "../../api/json";

/** Edits the spec as JSON text. Only text that parses changes the draft. */
export function JsonEditor({ value, onChange }: { value: Json; onChange: (value: Json) => void }) {
  const [text, setText] = useState(() => pretty(value));
  const [problem, setProblem] = useState<string | null>(null);
  const edit = (next: string) => {
    setText(next);
    try {
      // JSON.parse returns `any`, but all values that it can return are Json.
      onChange(JSON.parse(next) as Json);
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="field">
      <label htmlFor="spec-json">Spec as JSON</label>
      <textarea
        id="spec-json"
        className="mono code"
        rows={24}
        spellCheck={false}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby="spec-json-problem"
        onChange={(event) => { edit(event.target.value); }}
      />
      <p id="spec-json-problem" className="problem" role="status">
        {problem !== null && `Invalid JSON. The last valid version would be submitted. ${problem}`}
      </p>
    </div>
  );
}
