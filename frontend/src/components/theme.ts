import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const storageKey = "isograd.theme";
const listeners = new Set<() => void>();

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function storedTheme(): Theme | null {
  const value = localStorage.getItem(storageKey);
  return value === "light" || value === "dark" ? value : null;
}

function currentTheme(): Theme {
  return storedTheme() ?? systemTheme();
}

/** Overrides the system's theme. Choosing the theme that the system uses removes the override. */
export function chooseTheme(theme: Theme): void {
  if (theme === systemTheme()) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, theme);
  applyTheme();
  listeners.forEach((listener) => { listener(); });
}

function applyTheme(): void {
  const chosen = storedTheme();
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
  }, currentTheme);
}
