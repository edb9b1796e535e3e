import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client";
import { jobKey } from "../jobs";

/** Counts as `[label][predicted]`; of many classes only the counts above 0. */
export type Confusion = number[][] | { sparse: [label: number, predicted: number, count: number][] };

/** A test picture that was given a wrong class. */
export interface Mistake {
  index: number;
  label: number;
  predicted: number;
  probability: number;
}

/** What one head answered for the test pictures. Precision and recall are null where there is nothing to divide by. */
export interface Head {
  accuracy: number;
  precision: (number | null)[];
  recall: (number | null)[];
  confusion: Confusion;
  mistakes: Mistake[];
}

export interface Evaluation {
  classes: string[];
  classifier: Head;
  modules: (Head & { module: number })[];
}

export const evaluationQuery = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "evaluation"],
    queryFn: ({ signal }) => get<Evaluation>(`/jobs/${encodeURIComponent(job)}/evaluation`, {}, signal),
    staleTime: Infinity,
  });
