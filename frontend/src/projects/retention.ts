import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch } from "../api/client";

/** Days after the end of a job; null forever. */
export interface Retention {
  jobDays: number | null;
  networkDays: number | null;
  exportDays: number | null;
  checkpointDays: number | null;
  metricDays: number | null;
  logDays: number | null;
}

const path = (project: string) => `/projects/${encodeURIComponent(project)}/retention`;

export const retentionQuery = (project: string) =>
  queryOptions({
    queryKey: ["retention", project],
    queryFn: ({ signal }) => get<Retention>(path(project), {}, signal),
  });

export function useEditRetention(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Retention>) => patch<Retention>(path(project), changes),
    onSuccess: (saved) => { client.setQueryData(retentionQuery(project).queryKey, saved); },
  });
}
