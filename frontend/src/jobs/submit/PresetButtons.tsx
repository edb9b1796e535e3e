import { useRef, useState } from "react";
import { isObject, type Json, type JsonObject } from "../../api/json";
import { members, type Preset } from "./presets";

interface Props {
  presets: Preset[];
  draft: JsonObject;
  ownSplit: boolean;
  onSet: (spec: Json, ownSplit: boolean) => void;
}

interface Applied {
  says: string;
  /** The fields that the preset has changed, and their values before it. */
  fields: string[];
  before: JsonObject;
  ownSplit: boolean;
}

/** Buttons that set several fields at once, say what they have set, and take it back. */
export function PresetButtons({ presets, draft, ownSplit, onSet }: Props) {
  const [applied, setApplied] = useState<Applied>();
  const buttons = useRef<HTMLDivElement>(null);
  const apply = ({ result }: Preset) => {
    if (!result) return;
    const next = isObject(result.spec) ? result.spec : {};
    const fields = [...new Set([...Object.keys(draft), ...Object.keys(next)])].filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(next[name]));
    setApplied({ says: result.says, fields, before: members(draft, fields), ownSplit });
    onSet(next, result.ownSplit);
  };
  const undo = ({ fields, before, ownSplit: own }: Applied) => {
    // What was changed since then stays.
    const kept = Object.keys(draft).filter((name) => !fields.includes(name));
    onSet({ ...members(draft, kept), ...before }, own);
    setApplied(undefined);
    buttons.current?.querySelector("button")?.focus();
  };
  const unusable = presets.filter((preset) => preset.reason !== undefined);
  return (
    <div className="presets">
      <div ref={buttons} className="presets-buttons" role="group" aria-label="Presets">
        <span className="muted">Start from</span>
        {presets.map((preset) => (
          <button
            key={preset.name}
            type="button"
            className="button button-small"
            // The focus stays on a button that has just been used.
            aria-disabled={preset.result === undefined}
            title={preset.reason}
            aria-describedby={preset.reason === undefined ? undefined : reasonId(preset)}
            onClick={() => { apply(preset); }}
          >
            {preset.name}
          </button>
        ))}
      </div>
      <p className="presets-line" role="status">
        {applied && <>{applied.says} <button type="button" className="link" onClick={() => { undo(applied); }}>Undo</button></>}
      </p>
      <p className="visually-hidden">
        {unusable.map((preset) => <span key={preset.name} id={reasonId(preset)}>{preset.reason} </span>)}
      </p>
    </div>
  );
}

const reasonId = ({ name }: Preset) => `preset-${name.replaceAll(" ", "-")}`;
