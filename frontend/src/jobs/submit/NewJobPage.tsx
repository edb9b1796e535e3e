import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { catalogQuery } from "../../catalog/catalog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { datasetsQuery } from "../../datasets/datasets";
import { DraftNotice } from "../../drafts/DraftNotice";
import { useDraft } from "../../drafts/useDraft";
import { jobQuery, type Job, type NewJob } from "../jobs";
import { restoredJob, type Original } from "./draft";
import { LARGE_EXAMPLE } from "./sample";
import { SubmitJobForm } from "./SubmitJobForm";

/** Shows the form once the catalog, the datasets and the job to copy are loaded. */
export function NewJobPage() {
  const [parameters] = useSearchParams();
  const from = parameters.get("from");
  const dataset = parameters.get("dataset");
  const isLarge = parameters.get("example") === "large";
  const catalog = useQuery(catalogQuery());
  const datasets = useQuery(datasetsQuery());
  const original = useQuery({ ...jobQuery(from ?? ""), enabled: from !== null });
  // Each job to copy, each data set and the example has a form of its own.
  const draft = useDraft<NewJob>(`job.${isLarge ? "large" : (from ?? "")}.${dataset ?? ""}`);
  const failed = [catalog, datasets, original].find((query) => query.isError);
  const ready = catalog.data && datasets.data && (from === null || original.data);
  return (
    <>
      <Link to={from === null ? "/jobs" : `/jobs/${from}`} className="back-link">
        <Icon name="back" /> {original.data?.name ?? "Jobs"}
      </Link>
      <PageTitle title="New job" />
      {failed?.error && <ErrorMessage error={failed.error} retry={() => void failed.refetch()} />}
      {!ready && !failed && <Skeleton lines={8} height={40} />}
      {ready && draft.restored && <DraftNotice onDiscard={draft.discard} />}
      {ready && (
        <SubmitJobForm
          key={`${isLarge} ${from ?? dataset} ${draft.revision}`}
          schema={catalog.data.spec}
          datasets={datasets.data.data}
          original={begin(draft.restored ?? (isLarge ? LARGE_EXAMPLE : undefined), original.data)}
          dataset={draft.restored === undefined ? dataset : null}
          onEdit={draft.keep}
          onSubmitted={draft.forget}
        />
      )}
    </>
  );
}

/** What the form begins with: a draft or an example before a job to copy, whose notes stay with it. */
function begin(draft: NewJob | undefined, copied: Job | undefined): Original | undefined {
  if (draft !== undefined) return restoredJob(draft);
  return copied && { ...copied, notes: "" };
}
