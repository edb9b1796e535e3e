import type { Job, JobChanges } from "../jobs";
import type { LabelRow } from "./LabelFields";

interface Edited {
  name: string;
  notes: string;
  priority: number;
  labels: LabelRow[];
}

/** The merge patch that makes the edited fields of a job what they are in the form; empty if nothing changed. */
export function changesOf(job: Job, edited: Edited): JobChanges {
  const now = Object.fromEntries(edited.labels.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), value.trim()]));
  const labels: Record<string, string | null> = {};
  Object.keys(job.labels).filter((name) => !(name in now)).forEach((name) => { labels[name] = null; });
  Object.entries(now).filter(([name, value]) => job.labels[name] !== value).forEach(([name, value]) => { labels[name] = value; });
  return {
    ...(edited.name !== job.name && { name: edited.name }),
    ...(edited.notes !== (job.notes ?? "") && { notes: edited.notes }),
    ...(edited.priority !== job.priority && { priority: edited.priority }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}
