import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { get, type Page } from "../../api/client";
import { checkpointsQuery, isUsable } from "../../checkpoints/checkpoints";
import { percent } from "../../components/format";
import { jobKey, type Job } from "../jobs";
import { failedStep, type Mark } from "../../metrics/marks";
import { metricsQuery, seriesNamed } from "../../metrics/metrics";

/** The series of the accuracy chart, which has them loaded already. */
const accuracy = { names: ["train.accuracy", "test.accuracy", "validation.accuracy"], points: 600, band: true };

/** Checkpoints, pauses, restarts, the best epoch and the failure of a job. */
export function useMarks(job: Job, enabled: boolean): Mark[] {
  const started = job.attempt > 0;
  const checkpoints = useQuery({ ...checkpointsQuery(job.id), enabled: enabled && started });
  const restarts = useQuery({ ...restartsQuery(job.id, job.attempt), enabled: enabled && job.attempt > 1 });
  const curves = useQuery({ ...metricsQuery(job.id, job.attempt, accuracy), enabled: enabled && started });
  const { reason, state } = job;
  const lastStep = curves.data?.lastStep ?? 0;
  return useMemo(() => {
    if (!enabled) return [];
    const marks: Mark[] = (checkpoints.data?.data ?? []).filter(isUsable).map(({ step, reason: why }) =>
      why === "STOP" ? { step, kind: "pause", text: "stopped" } : { step, kind: "checkpoint", text: "checkpoint" });
    restarts.data?.forEach((step) => { marks.push({ step, kind: "restart", text: "restarted" }); });
    const tested = (seriesNamed(curves.data, "validation.accuracy")[0] ?? seriesNamed(curves.data, "test.accuracy")[0])?.buckets ?? [];
    const best = tested.reduce<(typeof tested)[number] | undefined>((one, other) => (one && one.max >= other.max ? one : other), undefined);
    if (best && tested.length > 1) marks.push({ step: best.step, kind: "best", text: `best epoch, ${percent(best.max)}` });
    if (state === "FAILED" && reason) marks.push({ step: failedStep(reason.message) ?? lastStep, kind: "failure", text: "failed" });
    return marks;
  }, [enabled, checkpoints.data, restarts.data, curves.data, state, reason, lastStep]);
}

interface LogLine {
  text: string;
}

/** The log says at which step each attempt continued. */
const restartsQuery = (job: string, attempt: number) => ({
  queryKey: [...jobKey(job), "restarts", attempt] as const,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<number[]> => {
    const found = await get<Page<LogLine>>(`/jobs/${encodeURIComponent(job)}/logs`, { stream: "system", contains: "resumes from step", limit: 100 }, signal);
    return found.data.flatMap(({ text }) => {
      const step = /resumes from step (\d+)/.exec(text)?.[1];
      return step === undefined ? [] : [Number(step)];
    });
  },
});
