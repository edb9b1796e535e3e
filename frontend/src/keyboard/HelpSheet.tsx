import { useState } from "react";
import { Dialog } from "../components/Dialog";
import { areShortcutsOn, currentShortcuts, turnShortcuts } from "./shortcuts";

const names: Record<string, string> = { Enter: "Enter", Escape: "Esc" };

/** All keys that work on this page. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const [isOn, setOn] = useState(areShortcutsOn);
  const [sections] = useState(currentShortcuts);
  const change = (on: boolean) => {
    turnShortcuts(on);
    setOn(on);
  };
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      {sections.map(({ name, shortcuts }) => (
        <section key={name} className="key-section">
          <h3>{name}</h3>
          <dl className="keys">
            {name === "Everywhere" && <div><dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Find pages, jobs and actions</dd></div>}
            {shortcuts.map(({ keys, does }) => <div key={keys}><dt><kbd>{names[keys] ?? keys}</kbd></dt><dd>{does}</dd></div>)}
          </dl>
        </section>
      ))}
      <p className="muted">Single keys do nothing while the cursor is in a field.</p>
      <label className="menu-check">
        <input type="checkbox" checked={isOn} onChange={(event) => { change(event.target.checked); }} /> Use single keys
      </label>
      <div className="row row-end">
        <button type="button" className="button" onClick={onClose}>Close</button>
      </div>
    </Dialog>
  );
}
