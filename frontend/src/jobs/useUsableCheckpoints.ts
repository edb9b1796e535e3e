import { useQuery } from "@tanstack/react-query";
import { useRefetchInterval } from "../api/polling";
import { checkpointsQuery, isUsable, type Checkpoint } from "../checkpoints/checkpoints";
import type { Job } from "./jobs";

/** The checkpoints of a job that training can continue from, the newest first. */
export function useUsableCheckpoints(job: Job): Checkpoint[] {
  const checkpoints = useQuery({
    ...checkpointsQuery(job.id),
    enabled: job.attempt > 0,
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "slow")),
  });
  return (checkpoints.data?.data ?? []).filter(isUsable);
}

/** A paused job stands where its last checkpoint is, a few steps after the last ones that it reported. */
export function atCheckpoint(job: Job, savedStep: number | undefined): Job {
  const { progress } = job;
  if (job.state !== "PAUSED" || !progress || savedStep === undefined || savedStep <= progress.step) return job;
  return { ...job, progress: { ...progress, step: savedStep, fraction: savedStep / progress.steps } };
}
