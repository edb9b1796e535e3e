import type { Job } from "../jobs";

/** The page that compares the jobs, the first of which the others are compared with. */
export function compareAddress(jobs: Pick<Job, "id">[]): string {
  return `/compare?jobs=${jobs.map((job) => job.id).join()}`;
}
