import { useQuery } from "@tanstack/react-query";
import { get, type Page } from "../api/client";
import { isImport, jobsKey, type Job } from "../jobs/jobs";

const recent = {
  queryKey: [...jobsKey, "recent"],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Page<Job>>("/jobs", { limit: 100 }, signal),
};

/** Adds one of the newest trainings to the page. */
export function AddRun({ chosen, add }: { chosen: string[]; add: (id: string) => void }) {
  const jobs = useQuery(recent);
  const others = (jobs.data?.data ?? []).filter((job) => !isImport(job) && !chosen.includes(job.id));
  return (
    <select className="add-run" aria-label="Add a run" value="" onChange={(event) => { add(event.target.value); }}>
      <option value="" disabled>{jobs.isError ? "Runs could not be loaded" : "Add a run…"}</option>
      {others.map((job) => <option key={job.id} value={job.id}>{job.name} – {job.state.toLowerCase()}</option>)}
    </select>
  );
}
