import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Job } from "../jobs/jobs";
import { comparisonQuery, type Comparison } from "./comparisons";

/** Links a training to its comparison, and to its pair: the training of another variant with the same seed, or the job it was forked from. */
export function PairLink({ job }: { job: Job }) {
  const id = job.labels["comparison"];
  const comparison = useQuery({ ...comparisonQuery(id ?? ""), enabled: id !== undefined });
  const pair = comparison.data ? pairOf(comparison.data, job.id) : job.origin?.job;
  return (
    <>
      {comparison.data && <Link className="button button-small" to={`/comparisons/${comparison.data.id}`}>Open comparison</Link>}
      {pair !== undefined && <Link className="button button-small" to={`/compare?jobs=${pair},${job.id}`}>Compare with paired job</Link>}
      {job.kind !== "import" && <Link className="button button-small" to={`/comparisons/new?from=${job.id}`}>Compare variants</Link>}
    </>
  );
}

/** The first variant's training with the same seed; for the first variant itself, that of the second. */
export function pairOf({ variants }: Comparison, job: string): string | undefined {
  const mine = variants.findIndex((variant) => variant.jobs.includes(job));
  const seed = variants[mine]?.jobs.indexOf(job) ?? -1;
  return variants[mine === 0 ? 1 : 0]?.jobs[seed] ?? undefined;
}
