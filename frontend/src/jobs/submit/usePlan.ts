import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError, type FieldProblem } from "../../api/errors";
import type { Json } from "../../api/json";
import { useDebounced } from "../../components/useDebounced";
import { planQuery, type Plan } from "../../plans/plans";
import { specProblems } from "./draft";

export interface LivePlan {
  plan: Plan | undefined;
  /** Whether the plan is that of an earlier content of the form. */
  isOld: boolean;
  missing: string | undefined;
  /** What the server says of the fields as they are now. */
  problems: FieldProblem[];
}

/**
 * The plan of what the form holds, once it has not changed for a moment.
 *
 * @param unreadable why there is nothing to ask for
 */
export function usePlan(job: { spec: Json; priority?: number }, unreadable: string | undefined): LivePlan {
  const text = JSON.stringify(job);
  const settled = useDebounced(text);
  // Written by the line above.
  const query = useQuery({ ...planQuery(JSON.parse(settled) as typeof job), enabled: unreadable === undefined, placeholderData: keepPreviousData });
  const waits = settled !== text || query.isFetching;
  const failed = query.isError && !waits && unreadable === undefined;
  const fields = failed && query.error instanceof ApiError ? specProblems(query.error) : [];
  return {
    plan: query.data,
    isOld: waits || failed || unreadable !== undefined,
    missing: unreadable ?? (failed ? reason(query.error, fields) : undefined),
    problems: fields,
  };
}

function reason(error: Error | null, fields: FieldProblem[]): string {
  if (fields.length > 0) return "No plan until the marked fields are right.";
  return `No plan: ${error?.message ?? "the server did not answer."}`;
}
