import type { Json } from "../api/json";
import { isLocal } from "./alsoBackprop";

interface Props {
  spec: Json;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** One box in the form of a new job: trains the same network by back-propagation, too, and compares the two. */
export function AlsoBackprop({ spec, on, onChange }: Props) {
  if (!isLocal(spec)) return null;
  return (
    <div className="field-check">
      <label>
        <input type="checkbox" checked={on} onChange={(event) => { onChange(event.target.checked); }} />
        Also train by back-propagation
      </label>
      <p className="help">Same data, network and seed; a page compares the two.</p>
    </div>
  );
}
