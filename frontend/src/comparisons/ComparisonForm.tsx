import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type SyntheticEvent } from "react";
import { useNavigate } from "react-router";
import { newIdempotencyKey, post } from "../api/client";
import { ApiError, isTransient, type FieldProblem } from "../api/errors";
import type { Json } from "../api/json";
import { ErrorMessage } from "../components/ErrorMessage";
import { jobsKey } from "../jobs/jobs";
import { ProblemSummary } from "../jobs/submit/ProblemSummary";
import { comparisonsKey, type Comparison } from "./comparisons";
import { comparisonRequest, initialComparison, jobCount, type ComparisonDraft } from "./draft";
import { SearchFields } from "./SearchFields";
import { TextField } from "./TextField";
import { VariantFields } from "./VariantFields";

/** Describes a comparison and submits it; every problem is named at once. */
export function ComparisonForm({ name, spec }: { name: string; spec: Json }) {
  const [draft, setDraft] = useState<ComparisonDraft>(() => initialComparison(name, spec));
  const [local, setLocal] = useState<FieldProblem[]>([]);
  const create = useCreateComparison();
  const problems = local.length > 0 ? local : create.problems;
  const change = (part: Partial<ComparisonDraft>) => { setDraft({ ...draft, ...part }); };
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const { body, problems: found } = comparisonRequest(draft);
    setLocal(found);
    if (found.length === 0) create.send(body);
  };
  const problemAt = (pointer: string) => problems.filter((problem) => problem.pointer.startsWith(pointer)).map((problem) => problem.detail).join(" ");
  const jobs = jobCount(draft);
  return (
    <form className="comparison-form" onSubmit={send} noValidate aria-label="New comparison">
      <div className="panel stack">
        <TextField pointer="/name" label="Name" value={draft.name} maxLength={100} problem={problemAt("/name")} onChange={(value) => { change({ name: value }); }} />
        <TextField pointer="/seeds" label="Seeds" help="Each variant is trained once with each seed. A verdict needs at least three seeds." value={draft.seeds} problem={problemAt("/seeds")} onChange={(value) => { change({ seeds: value }); }} />
        <VariantFields variants={draft.variants} problemAt={problemAt} onChange={(variants) => { change({ variants }); }} />
        <SearchFields draft={draft} problemAt={problemAt} change={change} />
        <TextField pointer="/halving/epochs" label="Stop the worst after epochs (optional)" help="Epochs such as 2, 5. After each of them, the variants with the lowest test accuracy stop, which leaves more time for the others. The first variant is never stopped." value={draft.halvingEpochs} problem={problemAt("/halving")} onChange={(value) => { change({ halvingEpochs: value }); }} />
        {draft.halvingEpochs.trim() !== "" && (
          <TextField pointer="/halving/keep" label="Share of variants to keep" value={draft.keep} problem="" onChange={(value) => { change({ keep: value }); }} />
        )}
        <TextField pointer="/labels" label="Labels (optional)" help="For all jobs, such as team=vision." value={draft.labels} problem={problemAt("/labels")} onChange={(value) => { change({ labels: value }); }} />
        <TextField pointer="/notes" label="Notes (optional)" help="What the comparison should show. Each of its jobs gets these notes." rows={3} prose maxLength={4000} value={draft.notes} problem={problemAt("/notes")} onChange={(value) => { change({ notes: value }); }} />
        <div className="field">
          <label htmlFor="comparison-priority">Priority</label>
          <select id="comparison-priority" value={draft.priority} onChange={(event) => { change({ priority: Number(event.target.value) }); }}>
            {[2, 1, 0, -1, -2].map((priority) => <option key={priority} value={priority}>{priority === 0 ? "0 (normal)" : priority}</option>)}
          </select>
        </div>
        <TextField pointer="/spec" label="Base spec, which each variant changes" rows={14} value={draft.spec} problem={problemAt("/spec")} onChange={(value) => { change({ spec: value }); }} />
      </div>
      <div className="submit-bar">
        <ProblemSummary problems={problems} />
        {create.error && problems.length === 0 && <ErrorMessage error={create.error} />}
        <div className="row row-end">
          <span className="muted">{jobs === 1 ? "1 training" : `up to ${jobs} trainings`}, all submitted or none</span>
          <button className="button button-primary" disabled={create.busy}>{create.busy ? "Submitting…" : "Start comparison"}</button>
        </div>
      </div>
    </form>
  );
}

/** A request that failed without a definite answer and is repeated unchanged makes only one comparison. */
function useCreateComparison() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const last = useRef<{ body: string; key: string }>(null);
  const mutation = useMutation({
    mutationFn: ({ body, key }: { body: Json; key: string }) => post<Comparison>("/comparisons", body, key),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: comparisonsKey });
      void client.invalidateQueries({ queryKey: jobsKey });
      void navigate(`/comparisons/${encodeURIComponent(made.id)}`);
    },
  });
  const send = (body: Json) => {
    const text = JSON.stringify(body);
    const isRetry = last.current?.body === text && isTransient(mutation.error);
    const key = isRetry && last.current ? last.current.key : newIdempotencyKey();
    last.current = { body: text, key };
    mutation.mutate({ body, key });
  };
  return { send, busy: mutation.isPending, error: mutation.error, problems: mutation.error instanceof ApiError ? mutation.error.fields : [] };
}
