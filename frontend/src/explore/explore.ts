import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";
import { parseReference } from "../datasets/describe";
import { isImport, jobsKey, type Job } from "../jobs/jobs";

const pageSize = 200;
const mostPages = 10;

export interface Succeeded {
  jobs: Job[];
  /** Whether the data set has more runs than are read. */
  hasMore: boolean;
}

/** The data set of the newest succeeded training, without its version; null if there is none among the newest jobs. */
export const latestDatasetQuery = () =>
  queryOptions({
    queryKey: [...jobsKey, "succeeded", "latest"],
    queryFn: async ({ signal }) => {
      const { data } = await get<Page<Job>>("/jobs", { state: "SUCCEEDED", limit: 20 }, signal);
      const job = data.find((each) => !isImport(each));
      return job ? parseReference(job.spec.dataset).name : null;
    },
  });

/** The succeeded runs on a data set, newest first; at most 2000. */
export const succeededQuery = (dataset: string) =>
  queryOptions({
    queryKey: [...jobsKey, "succeeded", dataset],
    queryFn: async ({ signal }): Promise<Succeeded> => {
      const jobs: Job[] = [];
      let after: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const answer = await get<Page<Job>>("/jobs", { state: "SUCCEEDED", dataset, limit: pageSize, after }, signal);
        jobs.push(...answer.data);
        after = answer.next ?? undefined;
        if (!answer.hasMore || after === undefined) return { jobs, hasMore: false };
      }
      return { jobs, hasMore: true };
    },
    enabled: dataset !== "",
  });
