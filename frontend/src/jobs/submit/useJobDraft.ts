import { useState } from "react";
import { type FieldProblem } from "../../api/errors";
import { isObject, type Json } from "../../api/json";
import { validate } from "../../catalog/validate";
import type { Schema } from "../../catalog/schema";
import type { Dataset } from "../../datasets/datasets";
import { hasPictures, named } from "../../datasets/describe";
import { isLocal, withBackprop } from "../../comparisons/alsoBackprop";
import { fitted, restricted, unfitted } from "./choices";
import { initialDraft, suggestedName, type Original } from "./draft";
import { initialSettings, labelsProblem, parseLabels, type JobSettings } from "./jobSettings";
import { modulesOf, plannedFor, type Planned } from "./planned";
import { limited, part, splitProblems, withoutModules, withoutUnused } from "./specLimits";
import { useCreateJob } from "./useCreateJob";
import { useHasGpu } from "./useHasGpu";
import { usePlan } from "./usePlan";

/** The content of the form, what it would submit, and everything that is wrong with it. */
export function useJobDraft(schema: Schema, datasets: Dataset[], original: Original | undefined, wanted: string | null, onSubmitted: () => void) {
  const [held, setGiven] = useState<Json>(() => initialDraft(schema, datasets, original, wanted));
  const [isTyped, setTyped] = useState(false);
  const [ownSplit, setOwnSplit] = useState(() => hasSplit(original?.spec));
  const [settings, setSettings] = useState<JobSettings>(() => initialSettings(original));
  const [jsonProblem, setJsonProblem] = useState<string>();
  const [planned, setPlanned] = useState<Planned>();
  const [tried, setTried] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const [also, setAlso] = useState(false);
  const hasGpu = useHasGpu();
  const given = isTyped ? held : fitted(schema, held);
  const chosen = named(datasets, isObject(given) ? given["dataset"] : undefined);
  const isPictures = chosen === undefined || hasPictures(chosen);
  const asPair = also && isLocal(given);
  const submit = useCreateJob(asPair ? "/comparisons" : "/jobs", onSubmitted);

  const spec = isTyped ? given : withoutUnused(ownSplit ? given : withoutModules(given), isPictures);
  const network = JSON.stringify(part(given, "network"));
  const { blocks: known, modules: left } = planned?.network === network ? planned : {};
  const surroundings = { hasGpu, hasPictures: isPictures, modules: modulesOf(given, ownSplit, known) ?? left };
  const shownSchema = restricted(limited(schema, given, known), given, surroundings);
  const wrongLabels = labelsProblem(settings.labels);
  const ofSpec = jsonProblem === undefined ? [...validate(shownSchema, spec), ...splitProblems(spec, known)] : [{ pointer: "", detail: `Invalid JSON: ${jsonProblem}` }];
  const local = wrongLabels === undefined ? ofSpec : [...ofSpec, { pointer: "/labels", detail: wrongLabels }];
  const live = usePlan({ spec, priority: settings.priority }, unreadable(jsonProblem, ofSpec));
  // What the service chooses is shown in the form as if it were chosen there.
  const draft = ownSplit || !live.plan ? given : withSplit(given, live.plan.split);
  const job = jobOf(settings, spec, draft);
  if (live.plan && !live.isOld) {
    const now = plannedFor(network, live.plan, ownSplit, given);
    if (JSON.stringify(now) !== JSON.stringify(planned)) setPlanned(now);
  }

  const text = JSON.stringify([spec, settings]);
  const refused = tried === text ? submit.problems : [];
  const fieldProblems = refused.length > 0 ? refused : [...local, ...live.problems];
  return {
    draft,
    spec,
    job,
    /** What is kept of the form when it is left, which does not depend on answers of the server. */
    kept: jobOf(settings, spec, given),
    also,
    setAlso,
    schema: shownSchema,
    settings,
    setSettings,
    suggestedName: suggestedName(draft),
    live,
    jsonProblem,
    setJsonProblem,
    submit,
    attempt,
    fieldProblems,
    summary: tried === undefined ? [] : local.length > 0 ? local : refused,
    edit: (next: Json) => {
      if (JSON.stringify(part(next, "split")) !== JSON.stringify(part(draft, "split"))) setOwnSplit(true);
      setGiven(unfitted(next, draft, held));
    },
    ownSplit,
    /** A spec from elsewhere: its split is meant as it is, unless it is left to the service. */
    replace: (next: Json, own = true) => {
      setTyped(false);
      setOwnSplit(own);
      setGiven(next);
    },
    /** A spec written by hand is sent as it is. */
    type: (next: Json) => {
      setTyped(true);
      setOwnSplit(true);
      setGiven(next);
    },
    /** With a limit, the service chooses the split. */
    limit: (next: Json) => {
      setOwnSplit(false);
      setGiven(next);
    },
    send: () => {
      setTried(text);
      setAttempt(attempt + 1);
      if (local.length === 0) submit.send(asPair ? withBackprop(job) : job);
    },
  };
}

/** Whether a job to copy, or a draft, says where the network is cut. */
function hasSplit(spec: Original["spec"] | undefined): boolean {
  return spec?.split?.modules !== undefined || spec?.split?.boundaries !== undefined;
}

function jobOf(settings: JobSettings, spec: Json, draft: Json) {
  const { priority, notes } = settings;
  const labels = parseLabels(settings.labels) ?? {};
  return {
    name: settings.name.trim() === "" ? suggestedName(draft) : settings.name.trim(),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(priority !== 0 && { priority }),
    ...(notes.trim() !== "" && { notes }),
    spec,
  };
}

function unreadable(jsonProblem: string | undefined, local: FieldProblem[]): string | undefined {
  if (jsonProblem !== undefined) return "No plan until the JSON is valid.";
  return local.length > 0 ? "No plan until the marked fields are right." : undefined;
}

function withSplit(draft: Json, split: { modules: number; by?: string }): Json {
  return isObject(draft) ? { ...draft, split: { ...part(draft, "split"), ...split } } : draft;
}
