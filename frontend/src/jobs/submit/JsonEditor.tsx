import { useState } from "react";
import { pretty, type Json } from "../../api/json";

/** The spec as text; only text that parses becomes the draft. */
export function JsonEditor({ value, onChange }: { value: Json; onChange: (value: Json) => void }) {
  const [text, setText] = useState(() => pretty(value));
  const [problem, setProblem] = useState<string | null>(null);
  const edit = (next: string) => {
    setText(next);
    try {
      // JSON.parse answers any; what it can answer is exactly Json.
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
        {problem !== null && `Not JSON yet, so the last good version would be sent: ${problem}`}
      </p>
    </div>
  );
}
