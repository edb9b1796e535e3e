import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useRefetchInterval } from "../../api/polling";
import { jobsOf, jobsQuery } from "../jobLists";
import type { ListView } from "./listAddress";

/** Groups are made of at most this many jobs. */
const mostInGroups = 1000;

/** The jobs of a view: as many rows as its address asks for, or all that groups are made of. */
export function useJobList({ filter, group, rows }: ListView) {
  const isGrouped = group !== "";
  const query = useInfiniteQuery({
    ...jobsQuery(filter, isGrouped ? 200 : 50),
    placeholderData: keepPreviousData,
    refetchInterval: useRefetchInterval((data) => {
      const isActive = jobsOf(data).some((job) => !job.isTerminal);
      return isActive && (data?.pages.length ?? 1) < 3 ? "fast" : "slow";
    }),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const jobs = jobsOf(query.data);
  const isLoaded = query.data !== undefined && !query.isPlaceholderData && (!hasNextPage || jobs.length >= (isGrouped ? mostInGroups : rows));
  const isWaiting = query.data !== undefined && !query.isPlaceholderData && !isLoaded && !isFetching && !isError;
  useEffect(() => { if (isWaiting) void fetchNextPage(); }, [isWaiting, fetchNextPage]);
  return { query, jobs, isLoaded };
}
