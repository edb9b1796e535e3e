import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useParams } from "react-router";
import { isNotFound } from "../../api/errors";
import { StreamProvider, usePolling, useRefetchInterval } from "../../api/polling";
import { deferred } from "../../components/deferred";
import { ErrorMessage } from "../../components/ErrorMessage";
import { PageError } from "../../components/PageError";
import { NotFound } from "../../components/NotFound";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { ChartLink, ChartLinkProvider } from "../../metrics/chartLink";
import { latestQuery } from "../../metrics/metrics";
import { useChartView } from "../../metrics/useChartView";
import { moduleCount } from "../describe";
import { isImport, jobKey, jobQuery, type Job } from "../jobs";
import { useJobStream } from "../stream/useJobStream";
import { JobHeader } from "./JobHeader";
import { JobTabs } from "./JobTabs";
import { KeyMetrics } from "./KeyMetrics";

// Most visits need neither.
const ImportJob = deferred(async () => (await import("./ImportJob")).ImportJob, <Skeleton lines={8} height={44} />);
const ModuleDrawer = deferred(async () => (await import("../modules/ModuleDrawer")).ModuleDrawer);

export function JobPage() {
  const { id = "" } = useParams();
  const { paused } = usePolling();
  const [isConnected, setConnected] = useState(false);
  const job = useQuery({
    ...jobQuery(id),
    refetchInterval: useRefetchInterval((data) => (data?.isTerminal ? "never" : "fast"), isConnected),
  });
  useJobStream(id, job.data, setConnected);
  useFinalRefetch(job.data);
  if (job.data) {
    const isStale = job.error !== null;
    return (
      <StreamProvider isConnected={isConnected}>
        <StaleNotice error={job.error} updatedAt={job.dataUpdatedAt} expectsUpdates={!job.data.isTerminal && !paused} />
        {isImport(job.data) ? <ImportJob job={job.data} /> : <JobDetail key={id} job={job.data} staleSince={isStale ? job.dataUpdatedAt : undefined} />}
      </StreamProvider>
    );
  }
  if (job.isPending) return <Skeleton lines={8} height={44} />;
  if (isNotFound(job.error)) return <NotFound subject="Job" />;
  return <PageError title="Job" error={job.error} retry={() => void job.refetch()} />;
}

function JobDetail({ job, staleSince }: { job: Job; staleSince: number | undefined }) {
  const [view, change] = useChartView();
  const [link] = useState(() => new ChartLink(view.zoom));
  const started = job.startedAt !== null || job.attempt > 0;
  const latest = useQuery({
    ...latestQuery(job.id, job.attempt),
    enabled: started,
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "fast")),
  });
  const modules = moduleCount(job.spec) ?? 1;
  return (
    <ChartLinkProvider value={link}>
      <JobHeader job={job} staleSince={staleSince} />
      <KeyMetrics job={job} metrics={latest.data} />
      {latest.isError && !latest.data && <ErrorMessage error={latest.error} retry={() => void latest.refetch()} />}
      <JobTabs job={job} latest={latest.data} modules={modules} started={started} />
      {view.module !== null && <ModuleDrawer job={job} latest={latest.data} module={view.module} onModule={(module) => { change({ module: module === null ? null : String(module) }); }} />}
    </ChartLinkProvider>
  );
}

/** Fetches the last metrics, log lines, events and checkpoints once more when the job ends, as polling then stops. */
function useFinalRefetch(job: Job | undefined) {
  const client = useQueryClient();
  const id = job?.id;
  const ended = job?.isTerminal ?? false;
  useEffect(() => {
    if (id === undefined || !ended) return;
    for (const part of ["metrics", "log", "events", "checkpoints"]) {
      void client.invalidateQueries({ queryKey: [...jobKey(id), part] });
    }
  }, [client, id, ended]);
}
