import { useState, type ReactNode } from "react";
import type { FieldProps } from "./fieldProps";
import { fieldId, fieldLabel, type Schema } from "./schema";

export function NumberField(props: FieldProps) {
  const { value, onChange } = props;
  const [text, setText] = useState("");
  // Keeps the typed text ("1e-4", "0.") as long as it parses to the current value.
  const shown = text !== "" && parse(text) === value ? text : typeof value === "number" || typeof value === "string" ? String(value) : "";
  return (
    <LabeledField {...props} hint={boundsHint(props.schema)}>
      <input
        {...inputProps(props)}
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        onChange={(event) => {
          setText(event.target.value);
          onChange(parse(event.target.value));
        }}
      />
    </LabeledField>
  );
}

/** Text that is not a number stays text, so that the validation here and on the server can report it. */
function parse(text: string): number | string {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? text : number;
}

export function TextField(props: FieldProps) {
  const { value, onChange } = props;
  return (
    <LabeledField {...props}>
      <input {...inputProps(props)} value={typeof value === "string" ? value : ""} onChange={(event) => { onChange(event.target.value); }} />
    </LabeledField>
  );
}

export function EnumField(props: FieldProps) {
  const { schema, value, onChange } = props;
  return (
    <LabeledField {...props}>
      <select {...inputProps(props)} value={typeof value === "string" ? value : ""} onChange={(event) => { onChange(event.target.value); }}>
        {schema.enum?.map((option) => <option key={option} disabled={schema.unavailable?.[option] !== undefined && option !== value}>{option}</option>)}
      </select>
    </LabeledField>
  );
}

export function BooleanField(props: FieldProps) {
  const { name, value, onChange } = props;
  return (
    <div className="field field-check">
      <label>
        <input {...inputProps(props)} type="checkbox" checked={value === true} onChange={(event) => { onChange(event.target.checked); }} />
        {fieldLabel(name)}
      </label>
      <FieldNotes {...props} />
    </div>
  );
}

/** A comma-separated list of numbers; empty text means that the field is absent. */
export function ListField(props: FieldProps) {
  const { value, onChange } = props;
  const current = Array.isArray(value) ? value.filter((item) => typeof item !== "object").join(", ") : typeof value === "string" ? value : "";
  const [text, setText] = useState(current);
  const shown = JSON.stringify(parseList(text)) === JSON.stringify(value) ? text : current;
  return (
    <LabeledField {...props}>
      <input
        {...inputProps(props)}
        value={shown}
        placeholder="none"
        onChange={(event) => {
          setText(event.target.value);
          onChange(parseList(event.target.value));
        }}
      />
    </LabeledField>
  );
}

function parseList(text: string): (number | string)[] | undefined {
  const parts = text.split(",").map((part) => part.trim());
  return text.trim() === "" ? undefined : parts.filter((part, index) => part !== "" || index < parts.length - 1).map(parse);
}

function LabeledField(props: FieldProps & { children: ReactNode; hint?: string }) {
  return (
    <div className="field">
      <label htmlFor={fieldId(props.pointer)}>{fieldLabel(props.name)}</label>
      {props.children}
      <FieldNotes {...props} />
    </div>
  );
}

function FieldNotes({ schema, pointer, problems, hint }: FieldProps & { hint?: string }) {
  const problem = problems.get(pointer);
  return (
    <div id={`${fieldId(pointer)}-notes`}>
      {problem !== undefined && <p className="problem">{problem}</p>}
      {schema.disabled !== undefined && <p className="help"><strong>{schema.disabled}</strong></p>}
      {Object.entries(schema.unavailable ?? {}).map(([option, reason]) => <p key={option} className="help"><strong>{option}: {reason}</strong></p>)}
      <p className="help">
        {schema.description}
        {hint !== undefined && <span className="bounds"> {hint}</span>}
      </p>
    </div>
  );
}

function inputProps({ schema, pointer, problems }: FieldProps) {
  const id = fieldId(pointer);
  return { id, disabled: schema.disabled !== undefined, "aria-describedby": `${id}-notes`, "aria-invalid": problems.has(pointer) };
}

function boundsHint({ minimum, maximum }: Schema): string {
  if (minimum === undefined && maximum === undefined) return "";
  if (maximum === undefined || maximum > 1e12) return `At least ${minimum ?? ""}.`;
  return minimum === undefined ? `At most ${maximum}.` : `${minimum} to ${maximum}.`;
}
