import { priorityName } from "../edit/priorities";
import type { Original } from "./draft";

/** The fields of a submission beside its spec. */
export interface JobSettings {
  name: string;
  /** As text, which may not be right. */
  labels: string;
  priority: number;
  notes: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$/;
const MOST_LABELS = 32;
const LONGEST_VALUE = 256;

/** Labels that belong to a comparison are not those of a copy. */
const OF_A_COMPARISON = new Set(["comparison", "variant"]);

export function initialSettings(original: Original | undefined): JobSettings {
  const labels = Object.entries(original?.labels ?? {}).filter(([name]) => !OF_A_COMPARISON.has(name));
  return { name: original?.name ?? "", labels: labelsText(Object.fromEntries(labels)), priority: original?.priority ?? 0, notes: original?.notes ?? "" };
}

/** What of the folded fields is not as usual, in words. */
export function settingDifferences({ labels, priority, notes }: JobSettings): string[] {
  return [
    ...(labels.trim() === "" ? [] : ["labels"]),
    ...(priority === 0 ? [] : [`priority ${priorityName(priority).toLowerCase()}`]),
    ...(notes.trim() === "" ? [] : ["notes"]),
  ];
}

function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels).map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join(", ");
}

export function parseLabels(text: string): Record<string, string> | undefined {
  return labelsProblem(text) === undefined ? Object.fromEntries(pairs(text)) : undefined;
}

/** What is wrong with the text of labels; undefined if nothing is. */
export function labelsProblem(text: string): string | undefined {
  const all = pairs(text);
  const wrong = all.find(([name]) => !NAME.test(name));
  if (wrong) return `“${wrong[0]}” is not a valid name. Use 1 to 63 letters, digits or . _ - /, beginning with a letter or digit.`;
  const twice = all.find(([name], index) => all.some(([other], before) => before < index && other === name));
  if (twice) return `“${twice[0]}” appears twice.`;
  const long = all.find(([, value]) => value.length > LONGEST_VALUE);
  if (long) return `The value of “${long[0]}” has more than ${LONGEST_VALUE} characters.`;
  return all.length > MOST_LABELS ? `A job has at most ${MOST_LABELS} labels.` : undefined;
}

function pairs(text: string): [string, string][] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const at = entry.indexOf("=");
      return at < 0 ? [entry, ""] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    });
}
