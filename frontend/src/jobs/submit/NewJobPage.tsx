import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { catalogQuery } from "../../catalog/catalog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { datasetsQuery } from "../../datasets/datasets";
import { jobQuery } from "../jobs";
import { SubmitJobForm } from "./SubmitJobForm";

/** Shows the form once the catalog, the datasets and the job to copy are loaded. */
export function NewJobPage() {
  const [parameters] = useSearchParams();
  const from = parameters.get("from");
  const dataset = parameters.get("dataset");
  const catalog = useQuery(catalogQuery());
  const datasets = useQuery(datasetsQuery());
  const original = useQuery({ ...jobQuery(from ?? ""), enabled: from !== null });
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
      {ready && (
        <SubmitJobForm
          key={from ?? dataset}
          schema={catalog.data.spec}
          datasets={datasets.data.data}
          original={original.data}
          dataset={dataset}
        />
      )}
    </>
  );
}
