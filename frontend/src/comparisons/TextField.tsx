import { fieldId } from "../catalog/schema";

interface Props {
  pointer: string;
  label: string;
  help?: string;
  value: string;
  problem: string;
  maxLength?: number;
  /** More than one line, in the font of code unless it is prose. */
  rows?: number;
  prose?: boolean;
  onChange: (value: string) => void;
}

/** One line or several lines of text with its help and its problem. */
export function TextField({ pointer, label, help, value, problem, maxLength, rows, prose = false, onChange }: Props) {
  const id = fieldId(pointer);
  const described = `${id}-help`;
  const shared = { id, value, "aria-invalid": problem !== "", "aria-describedby": described };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input {...shared} maxLength={maxLength} onChange={(event) => { onChange(event.target.value); }} />
      ) : (
        <textarea {...shared} className={prose ? undefined : "mono code"} rows={rows} maxLength={maxLength} spellCheck={prose} onChange={(event) => { onChange(event.target.value); }} />
      )}
      <p id={described} className={problem === "" ? "muted" : "problem"}>{problem === "" ? help : problem}</p>
    </div>
  );
}
