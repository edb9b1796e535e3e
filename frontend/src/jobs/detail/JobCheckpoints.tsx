import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useRefetchInterval } from "../../api/polling";
import { checkpointsQuery, type Checkpoint } from "../../checkpoints/checkpoints";
import { CheckpointTable } from "../../checkpoints/CheckpointTable";
import { deferred } from "../../components/deferred";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Skeleton";
import type { Job } from "../jobs";

// The form of a fork is large and rarely used.
const ForkDialog = deferred(async () => (await import("../actions/ForkDialog")).ForkDialog);

export function JobCheckpoints({ job }: { job: Job }) {
  const [from, setFrom] = useState<Checkpoint | null>(null);
  const checkpoints = useQuery({
    ...checkpointsQuery(job.id),
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "slow")),
  });
  if (checkpoints.isPending) return <Skeleton lines={4} />;
  if (checkpoints.data === undefined) {
    return <ErrorMessage error={checkpoints.error} retry={() => void checkpoints.refetch()} />;
  }
  const { data } = checkpoints.data;
  if (data.length === 0) return <NoCheckpoints job={job} />;
  return (
    <div className="stack">
      <CheckpointTable checkpoints={data} onFork={setFrom} />
      <p className="muted">
        The newest, the best and all pinned checkpoints are kept; some of the older ones are deleted. A checkpoint contains
        all that training needs to continue: parameters, optimizer state and position.
      </p>
      {from && <ForkDialog job={job} checkpoints={data} from={from.id} onClose={() => { setFrom(null); }} />}
    </div>
  );
}

function NoCheckpoints({ job }: { job: Job }) {
  return (
    <EmptyState title="No checkpoints yet">
      <p>{job.isTerminal ? "The job ended before a checkpoint was saved." : firstCheckpointText(job)}</p>
    </EmptyState>
  );
}

function firstCheckpointText(job: Job): string {
  const when = "The first one is saved after five minutes of training by default, or earlier if the job is paused, cancelled or finished.";
  return job.attempt === 0 ? `The job has not started. ${when}` : when;
}
