import { useQuery } from "@tanstack/react-query";
import { catalogQuery } from "../../catalog/catalog";
import type { Schema } from "../../catalog/schema";
import { isUsable, type Checkpoint } from "../../checkpoints/checkpoints";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Skeleton";
import { datasetsQuery, type Dataset } from "../../datasets/datasets";
import type { Job } from "../jobs";
import { ForkForm } from "./ForkForm";

interface Props {
  job: Job;
  checkpoints: Checkpoint[];
  /** The id of the checkpoint that is preselected; the newest by default. */
  from?: string;
  onClose: () => void;
}

/** Creates a new job that continues from a checkpoint of this one. */
export function ForkDialog({ job, checkpoints, from, onClose }: Props) {
  const catalog = useQuery(catalogQuery());
  const datasets = useQuery(datasetsQuery());
  const failed = [catalog, datasets].find((query) => query.isError);
  const known: { schema: Schema; datasets: Dataset[] } | undefined =
    catalog.data && datasets.data && { schema: catalog.data.spec, datasets: datasets.data.data };
  return (
    <Dialog title={`Fork “${job.name}”`} className="dialog-wide" onClose={onClose}>
      <p className="muted">Creates a new job that continues from a checkpoint of this one. Only your changes are sent.</p>
      {failed?.error && <ErrorMessage error={failed.error} retry={() => void failed.refetch()} />}
      {!known && !failed && <Skeleton lines={6} height={36} />}
      {known && <ForkForm job={job} checkpoints={checkpoints.filter(isUsable)} from={from} onClose={onClose} {...known} />}
    </Dialog>
  );
}
