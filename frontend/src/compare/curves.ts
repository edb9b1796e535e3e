import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import { jobsKey, type Job } from "../jobs/jobs";
import type { Series } from "../metrics/metrics";
import type { Point } from "./OverlayChart";

/** The curves that are overlaid, by name. */
export type Curves = ReadonlyMap<string, Point[]>;

const names = ["train.loss", "train.accuracy", "test.loss", "test.accuracy"];
const points = 300;

/** Only the series that are drawn, with few points. A training that has advanced is asked again. */
export const curvesQuery = (job: Pick<Job, "id" | "state" | "progress">) =>
  queryOptions({
    queryKey: [...jobsKey, "one", job.id, "curves", job.state, job.progress?.epoch ?? 0],
    queryFn: async ({ signal }): Promise<Curves> => {
      const parameters = [...names.map((name) => `names=${name}`), `points=${points}`].join("&");
      const { data } = await get<{ data: Series[] }>(`/jobs/${encodeURIComponent(job.id)}/metrics?${parameters}`, {}, signal);
      return new Map(data.filter((series) => series.module === null).map((series) => [series.name, series.buckets.map(({ step, mean }): Point => [step, mean])]));
    },
    placeholderData: (before) => before,
  });
