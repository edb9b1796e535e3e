import { useEffect, useRef } from "react";

export interface Shortcut {
  /** The key as `KeyboardEvent.key` names it. */
  keys: string;
  does: string;
  run: () => void;
}

interface Section {
  name: string;
  shortcuts: () => Shortcut[];
}

const sections = new Set<Section>();

/** Keys that work while the component is shown, as long as the cursor is in no field. */
export function useShortcuts(name: string, shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => { latest.current = shortcuts; });
  useEffect(() => {
    const section = { name, shortcuts: () => latest.current };
    sections.add(section);
    return () => { sections.delete(section); };
  }, [name]);
}

/** The keys that work now, in the sections of the help sheet. */
export function currentShortcuts(): { name: string; shortcuts: Shortcut[] }[] {
  const found = new Map<string, Shortcut[]>();
  for (const { name, shortcuts } of sections) found.set(name, [...(found.get(name) ?? []), ...shortcuts()]);
  return [...found].map(([name, shortcuts]) => ({ name, shortcuts }));
}

const storageKey = "isograd.shortcuts";

/** Whether single keys do something. Who speaks to the computer or hits keys by accident turns them off. */
export function areShortcutsOn(): boolean {
  return localStorage.getItem(storageKey) !== "off";
}

export function turnShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, "off");
}

const buttonTypes = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"];

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !buttonTypes.includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The shortcut that a key press means; undefined in fields, in dialogs and with modifiers. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (!areShortcutsOn() || isField(event.target) || document.querySelector("dialog[open]")) return undefined;
  return currentShortcuts().flatMap(({ shortcuts }) => shortcuts).find(({ keys }) => keys === event.key);
}
