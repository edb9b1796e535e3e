import { infiniteQueryOptions, queryOptions, type InfiniteData } from "@tanstack/react-query";
import { cursorPagination, get, type Page, type Parameters } from "../api/client";
import { jobsKey, type Job } from "./jobs";

/** What `GET /jobs` filters and sorts by. Empty texts and lists filter nothing. */
export interface JobFilter {
  q: string;
  name: string;
  state: string[];
  rule: string;
  network: string;
  dataset: string;
  label: string[];
  owner: string;
  /** Age of the oldest jobs, such as `7d`; days from and to are dates. */
  since: string;
  from: string;
  to: string;
  archived: boolean;
  sort: string;
}

/** Jobs as lists show them, without parts of the spec and of the result. */
export const jobsQuery = (filter: JobFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, "list", filter, limit],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Job>>("/jobs", { limit, after: pageParam, summary: "true", ...parametersOf(filter) }, signal),
    ...cursorPagination,
  });

const day = 86_400_000;
const ages: Record<string, number> = { "24h": day, "7d": 7 * day, "30d": 30 * day };

function parametersOf({ state, since, from, to, archived, ...same }: JobFilter): Parameters {
  const age = ages[since];
  return {
    ...same,
    state: state.join(),
    createdAfter: age !== undefined ? new Date(Date.now() - age).toISOString() : startOf(from),
    createdBefore: startOf(to, 1),
    archived: archived ? "true" : undefined,
  };
}

/** The local midnight of a date such as 2026-11-27. */
function startOf(date: string, later = 0): string | undefined {
  const midnight = new Date(`${date}T00:00`);
  if (Number.isNaN(midnight.getTime())) return undefined;
  midnight.setDate(midnight.getDate() + later);
  return midnight.toISOString();
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

/** The values of filters that the jobs of the project have. */
export type Facets = Record<"rules" | "networks" | "datasets" | "labels" | "owners", Facet[]>;

export const facetsQuery = () =>
  queryOptions({
    queryKey: [...jobsKey, "facets"],
    queryFn: ({ signal }) => get<Facets>("/jobs/facets", {}, signal),
    staleTime: 30_000,
  });

/** Merges the pages. New jobs may arrive between two page requests, so a job can appear on two pages. */
export function jobsOf(data: InfiniteData<Page<Job>> | undefined): Job[] {
  const seen = new Map<string, Job>();
  data?.pages.forEach((page) => { page.data.forEach((job) => seen.set(job.id, job)); });
  return [...seen.values()];
}
