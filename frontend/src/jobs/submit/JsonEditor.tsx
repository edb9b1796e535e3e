import { useState } from "react";
import { pretty, type Json } from "../../api/json";
import { fieldId } from "../../catalog/schema";

interface Props {
  value: Json;
  /** Why the text on screen cannot be submitted. */
  problem: string | undefined;
  onChange: (value: Json) => void;
  onProblem: (problem: string | undefined) => void;
}

/** Edits the spec as JSON text. While the text is not valid, nothing can be submitted. */
export function JsonEditor({ value, problem, onChange, onProblem }: Props) {
  const [text, setText] = useState(() => pretty(value));
  const id = fieldId("");
  const edit = (next: string) => {
    setText(next);
    try {
      // JSON.parse returns `any`, but all values that it can return are Json.
      onChange(JSON.parse(next) as Json);
      onProblem(undefined);
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="field">
      <label htmlFor={id}>Spec as JSON</label>
      <p id={`${id}-problem`} className="problem" role="status">
        {problem !== undefined && `Invalid JSON: ${problem}`}
      </p>
      <textarea
        id={id}
        className="mono code"
        rows={24}
        spellCheck={false}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => { edit(event.target.value); }}
      />
    </div>
  );
}
