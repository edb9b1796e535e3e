import { useMutation } from "@tanstack/react-query";
import { post, postFile } from "../../api/client";

export interface ClassProbability {
  class: string;
  probability: number;
}

/** The answer of the classifier and of each module's head, best class first. */
export interface Prediction {
  classes: ClassProbability[];
  modules?: { module: number; classes: ClassProbability[] }[];
}

/** A picture of one's own, or one of the data set. */
export type Picture = { file: Blob } | { dataset: string; split: string; index: number };

export function usePrediction(job: string) {
  const path = `/jobs/${encodeURIComponent(job)}/predictions`;
  return useMutation({
    mutationFn: (picture: Picture) =>
      "file" in picture ? postFile<Prediction>(path, picture.file, { modules: "all" }) : post<Prediction>(`${path}?modules=all`, picture),
  });
}

export const pictureTypes = ["image/png", "image/jpeg", "image/webp"];

/** The first module whose head, and those of all later modules, agree with the classifier; undefined if only the classifier itself says so. */
export function decidedAt({ classes, modules = [] }: Prediction): number | undefined {
  const answer = classes[0]?.class;
  let decided: number | undefined;
  for (const { module, classes: given } of modules.toReversed()) {
    if (given[0]?.class !== answer) break;
    decided = module;
  }
  return decided;
}
