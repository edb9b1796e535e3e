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
import { jobQuery, type NewJob } from "../jobs";
import { restoredJob } from "./draft";
import { SubmitJobForm } from "./SubmitJobForm";

/** Shows the form once the catalog, the datasets and the job to copy are loaded. */
export function NewJobPage() {
  const [parameters] = useSearchParams();
  const from = parameters.get("from");
  const dataset = parameters.get("dataset");
  const catalog = useQuery(catalogQuery());
  const datasets = useQuery(datasetsQuery());
  const original = useQuery({ ...jobQuery(from ?? ""), enabled: from !== null });
  // Each job to copy and each data set has a form of its own.
  const draft = useDraft<NewJob>(`job.${from ?? ""}.${dataset ?? ""}`);
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
          key={`${from ?? dataset} ${draft.revision}`}
          schema={catalog.data.spec}
          datasets={datasets.data.data}
          original={draft.restored === undefined ? original.data && { ...original.data, notes: "" } : restoredJob(draft.restored)}
          dataset={draft.restored === undefined ? dataset : null}
          onEdit={draft.keep}
          onSubmitted={draft.forget}
        />
      )}
    </>
  );
}
