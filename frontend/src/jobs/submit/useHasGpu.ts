import { useQuery } from "@tanstack/react-query";
import { mayHaveGpu, workersQuery } from "../../workers/workers";

/** Whether a job for a GPU could run, as far as is known. */
export function useHasGpu(): boolean {
  const { data } = useQuery(workersQuery());
  return data === undefined || data.hasMore || mayHaveGpu(data.data);
}
