import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { cursorPagination, get, post, remove, type Page } from "../../api/client";
import { isImport, jobKey, jobsKey, type Job } from "../jobs";

export interface DeletedJob extends Job {
  deletedAt: string;
  restorableUntil: string;
}

/** What the list of jobs is told after a deletion, so that it can offer to undo it. */
export interface Deletion {
  deleted: { id: string; name: string };
}

export function isDeletable(job: Job): boolean {
  return job.isTerminal && !isImport(job);
}

export const deletedJobsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, "list", "deleted"],
    queryFn: ({ pageParam, signal }) =>
      get<Page<DeletedJob>>("/jobs", { deleted: "true", limit: 50, after: pageParam }, signal),
    ...cursorPagination,
  });

const path = (id: string) => `/jobs/${encodeURIComponent(id)}`;

export function useDeleteJob(job: Job) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove(path(job.id)),
    onSuccess: () => {
      client.removeQueries({ queryKey: jobKey(job.id) });
      return client.invalidateQueries({ queryKey: [...jobsKey, "list"] });
    },
  });
}

export function useRestoreJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Job>(`${path(id)}/restore`),
    onSettled: () => client.invalidateQueries({ queryKey: [...jobsKey, "list"] }),
  });
}
