import { useNavigate } from "react-router";
import { useShortcuts } from "../../keyboard/shortcuts";
import type { Job } from "../jobs";
import { compareAddress } from "./compareAddress";
import type { Selection } from "./selection";

/** Moves through the rows, chooses them and compares the chosen ones. The row with the focus is the current one. */
export function useListKeys(selection: Selection, chosen: Job[]): void {
  const navigate = useNavigate();
  useShortcuts("Jobs", [
    { keys: "j", does: "Next row", run: () => { focusRow(1); } },
    { keys: "k", does: "Previous row", run: () => { focusRow(-1); } },
    { keys: "x", does: "Select the row", run: () => { currentRow()?.querySelector<HTMLElement>("input")?.click(); } },
    { keys: "c", does: "Compare the selected jobs", run: () => { if (chosen.length > 1) void navigate(compareAddress(chosen)); } },
    { keys: "Enter", does: "Open the row", run: () => { rowTarget(currentRow())?.click(); } },
    { keys: "Escape", does: "Clear the selection", run: selection.clear },
    { keys: "n", does: "New job", run: () => void navigate("/jobs/new") },
  ]);
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".job-table tbody tr")];
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(".job-table tbody tr") ?? null;
}

function rowTarget(row: Element | null | undefined): HTMLElement | null {
  return row?.querySelector<HTMLElement>(".row-link, .group-name") ?? null;
}

function focusRow(by: number): void {
  const all = rows();
  const current = currentRow();
  const index = current === null ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(all.indexOf(current) + by, 0), all.length - 1);
  const target = rowTarget(all[index]);
  target?.focus({ preventScroll: true });
  target?.closest("tr")?.scrollIntoView({ block: "nearest" });
}
