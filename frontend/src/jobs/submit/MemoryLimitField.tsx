import { useState } from "react";
import type { Json } from "../../api/json";

const MEBIBYTE = 2 ** 20;

interface Props {
  id: string;
  value: Json | undefined;
  problem: string | undefined;
  onChange: (bytes: number | undefined) => void;
}

/** The largest memory estimate, in MiB; empty for no limit. */
export function MemoryLimitField({ id, value, problem, onChange }: Props) {
  const [text, setText] = useState("");
  const known = typeof value === "number" ? value / MEBIBYTE : undefined;
  const shown = text !== "" && Number(text) === known ? text : known === undefined ? "" : String(Math.round(known * 100) / 100);
  return (
    <div className="field">
      <label htmlFor={id}>Memory limit in MiB</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        placeholder="none"
        value={shown}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-notes`}
        onChange={(event) => {
          setText(event.target.value);
          const mebibytes = Number(event.target.value);
          onChange(event.target.value.trim() === "" || !(mebibytes > 0) ? undefined : Math.round(mebibytes * MEBIBYTE));
        }}
      />
      <div id={`${id}-notes`}>
        {problem !== undefined && <p className="problem">{problem}</p>}
        <p className="help">The service cuts the network into as few modules as fit, by its estimate.</p>
      </div>
    </div>
  );
}
