import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { editJob, isImport, jobsKey, type Job } from "../jobs";

/** An action on many jobs: which of them it applies to, and the request for each. */
export interface BulkAction {
  title: string;
  appliesTo: (job: Job) => boolean;
  send: (job: Job) => Promise<unknown>;
}

const path = (job: Job) => `/jobs/${encodeURIComponent(job.id)}`;

export const cancelAction: BulkAction = {
  title: "Cancel",
  appliesTo: (job) => !job.isTerminal && job.state !== "CANCELLING",
  send: (job) => post(`${path(job)}/cancel`),
};

export const deleteAction: BulkAction = {
  title: "Delete",
  appliesTo: (job) => job.isTerminal && !isImport(job),
  send: (job) => remove(path(job)),
};

export const restoreAction: BulkAction = { title: "Restore", appliesTo: () => true, send: (job) => post(`${path(job)}/restore`) };

export const archiveAction = (archived: boolean): BulkAction => ({
  title: archived ? "Archive" : "Unarchive",
  appliesTo: (job) => (job.archived ?? false) !== archived,
  send: (job) => editJob(job.id, { archived }),
});

/** Null removes the label. */
export const labelAction = (name: string, value: string | null): BulkAction => ({
  title: "Label",
  appliesTo: (job) => (value === null ? name in job.labels : job.labels[name] !== value),
  send: (job) => editJob(job.id, { labels: { [name]: value } }),
});

export interface Outcome {
  done: Job[];
  failed: { job: Job; why: string }[];
}

const atOnce = 4;

/** Sends the requests of an action, a few at a time. One that fails does not keep the others back. */
export async function runBulk(action: BulkAction, jobs: Job[], onProgress: (done: number) => void): Promise<Outcome> {
  const waiting = [...jobs];
  const outcome: Outcome = { done: [], failed: [] };
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        await action.send(job);
        outcome.done.push(job);
      } catch (error) {
        outcome.failed.push({ job, why: error instanceof Error ? error.message : String(error) });
      }
      onProgress(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcome;
}

/** Runs one action at a time and keeps its outcome until the next. */
export function useBulk() {
  const client = useQueryClient();
  const [running, setRunning] = useState<{ title: string; done: number; of: number } | null>(null);
  const [outcome, setOutcome] = useState<(Outcome & { action: BulkAction }) | null>(null);
  const run = async (action: BulkAction, jobs: Job[]) => {
    setOutcome(null);
    setRunning({ title: action.title, done: 0, of: jobs.length });
    const result = await runBulk(action, jobs, (done) => { setRunning({ title: action.title, done, of: jobs.length }); });
    setRunning(null);
    setOutcome({ ...result, action });
    void client.invalidateQueries({ queryKey: jobsKey });
  };
  return { run, running, outcome, dismiss: () => { setOutcome(null); } };
}
