import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type { Page } from "../../api/client";
import { checkpointsKey } from "../../checkpoints/checkpoints";
import { isFull, withLatest, withPoints, type Point } from "../../metrics/growing";
import { metricsKey, type Metrics, type Wanted } from "../../metrics/metrics";
import { eventsKey, withEvents, type JobEvent } from "../events/events";
import { jobKey, jobsKey, type Job, type Progress } from "../jobs";
import { logKey, withNewLines, type LogLine } from "../log/log";

export const eventNames = ["state", "progress", "metric", "log", "checkpoint", "end"] as const;

const flushDelay = 250;

/**
 * Buffers the events of a stream and writes them to the query caches a few times per second. While a query is being fetched, its
 * events wait: otherwise the response, which is older, would overwrite them.
 */
export class StreamBuffer {
  private events: JobEvent[] = [];
  private lines: LogLine[] = [];
  private points: Point[] = [];
  private progress: (Progress & { phase: string | null }) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly job: string,
  ) {}

  // The API documents the content of each event; it is not validated here.
  receive(name: string, data: unknown): void {
    if (name === "metric") this.points.push(...(data as { points: Point[] }).points);
    else if (name === "log") this.lines.push(...(data as { lines: LogLine[] }).lines);
    else if (name === "progress") this.progress = data as Progress & { phase: string | null };
    else if (name === "end") this.refetch();
    else this.receiveJobEvent(name, data as JobEvent);
    this.timer ??= setTimeout(() => { this.flush(); }, flushDelay);
  }

  /** Refetches all data of the job. Events received from now on are newer than the responses. */
  refetch(): void {
    void this.client.invalidateQueries({ queryKey: jobKey(this.job) });
    void this.client.invalidateQueries({ queryKey: [...jobsKey, "list"] });
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** Only the server knows the state of a job, so a change of state refetches the job. */
  private receiveJobEvent(name: string, event: JobEvent): void {
    this.events.push(event);
    if (name === "state") void this.client.invalidateQueries({ queryKey: jobKey(this.job), exact: true });
    if (name === "checkpoint") void this.client.invalidateQueries({ queryKey: checkpointsKey(this.job) });
  }

  flush(): void {
    this.timer = undefined;
    this.flushProgress();
    this.flushEvents();
    this.flushLines();
    this.flushPoints();
    const waiting = this.events.length + this.lines.length + this.points.length > 0 || this.progress !== undefined;
    if (waiting) this.timer = setTimeout(() => { this.flush(); }, flushDelay);
  }

  private flushProgress(): void {
    const latest = this.progress;
    if (latest === undefined || this.isFetching(jobKey(this.job))) return;
    this.progress = undefined;
    const { phase, ...progress } = latest;
    this.client.setQueryData<Job>(jobKey(this.job), (job) => (!job || job.isTerminal ? job : { ...job, progress, phase }));
  }

  private flushEvents(): void {
    const key = eventsKey(this.job);
    if (this.events.length === 0 || this.isFetching(key)) return;
    const events = this.events.splice(0);
    const known = this.client.getQueryData<InfiniteData<Page<JobEvent>>>(key);
    const all = known && withEvents(known, events);
    if (all) this.client.setQueryData(key, all);
    else if (known) void this.client.invalidateQueries({ queryKey: key });
  }

  private flushLines(): void {
    const key = logKey(this.job);
    if (this.lines.length === 0 || this.isFetching(key)) return;
    const lines = this.lines.splice(0);
    const known = this.client.getQueryData<LogLine[]>(key);
    const all = known && withNewLines(known, lines);
    if (all) this.client.setQueryData<LogLine[]>(key, all);
    else if (known) void this.client.invalidateQueries({ queryKey: key });
  }

  /** Drops points of an attempt that is not loaded yet: its first responses will contain them. */
  private flushPoints(): void {
    const attempt = this.client.getQueryData<Job>(jobKey(this.job))?.attempt ?? 0;
    const key = metricsKey(this.job, attempt);
    if (this.points.length === 0 || this.client.isFetching({ queryKey: key }) > 0 || this.isFetching(jobKey(this.job))) return;
    const points = this.points.splice(0);
    for (const { queryKey } of this.client.getQueryCache().findAll({ queryKey: key })) this.addPoints(queryKey, points);
  }

  private addPoints(queryKey: QueryKey, points: Point[]): void {
    // The last part of a key of metrics says what they are, see `metricsQuery`.
    const wanted = queryKey.at(-1) as Wanted | "latest";
    const known = this.client.getQueryData<Metrics>(queryKey);
    if (!known) return;
    if (wanted === "latest") {
      this.client.setQueryData<Metrics>(queryKey, withLatest(known, points));
    } else if (wanted.to === undefined) {
      this.client.setQueryData<Metrics>(queryKey, withPoints(known, points, wanted));
      if (isFull(known, wanted.points)) void this.client.invalidateQueries({ queryKey, exact: true });
    }
  }

  private isFetching(queryKey: readonly unknown[]): boolean {
    return this.client.getQueryState(queryKey)?.fetchStatus === "fetching";
  }
}
