import { useSyncExternalStore } from "react";

/** A list of jobs that the user named: the query of its address. */
export interface SavedView {
  name: string;
  query: string;
}

const storageKey = "isograd.views";
const listeners = new Set<() => void>();
let cached: { text: string | null; views: SavedView[] } = { text: null, views: [] };

function read(): SavedView[] {
  const text = localStorage.getItem(storageKey);
  if (text !== cached.text) cached = { text, views: parse(text) };
  return cached.views;
}

function parse(text: string | null): SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    // Another program wrote here. Its text is replaced by the next view that is saved.
    return [];
  }
}

function isView(found: unknown): found is SavedView {
  return typeof found === "object" && found !== null && "name" in found && "query" in found
    && typeof found.name === "string" && typeof found.query === "string";
}

function write(views: SavedView[]): void {
  localStorage.setItem(storageKey, JSON.stringify(views));
  listeners.forEach((listener) => { listener(); });
}

/** The views of this browser. A view with the name of another one replaces it. */
export function useSavedViews() {
  const views = useSyncExternalStore((listener) => {
    listeners.add(listener);
    addEventListener("storage", listener);
    return () => {
      listeners.delete(listener);
      removeEventListener("storage", listener);
    };
  }, read);
  return {
    views,
    save: (view: SavedView) => { write([...views.filter(({ name }) => name !== view.name), view]); },
    remove: (name: string) => { write(views.filter((view) => view.name !== name)); },
  };
}
