import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const stored = "isograd.theme";
const listeners = new Set<() => void>();

function system(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function choice(): Theme | null {
  const value = localStorage.getItem(stored);
  return value === "light" || value === "dark" ? value : null;
}

function current(): Theme {
  return choice() ?? system();
}

/** Follows the system unless the reader chose; choosing what the system has goes back to following it. */
export function chooseTheme(theme: Theme): void {
  if (theme === system()) localStorage.removeItem(stored);
  else localStorage.setItem(stored, theme);
  applyTheme();
  listeners.forEach((listener) => { listener(); });
}

export function applyTheme(): void {
  const chosen = choice();
  if (chosen === null) delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    listeners.add(listener);
    query.addEventListener("change", listener);
    return () => {
      listeners.delete(listener);
      query.removeEventListener("change", listener);
    };
  }, current);
}
