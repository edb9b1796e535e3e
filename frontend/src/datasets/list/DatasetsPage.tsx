import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useRefetchInterval } from "../../api/polling";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { LiveSwitch } from "../../components/LiveSwitch";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { datasetsQuery, type Dataset } from "../datasets";
import { byName, isImporting } from "../describe";
import { DatasetTable } from "./DatasetTable";
import { UploadNotice } from "./UploadNotice";

export function DatasetsPage() {
  const datasets = useQuery({
    ...datasetsQuery(),
    refetchInterval: useRefetchInterval((page) => (page?.data.some(isImporting) ? "fast" : "slow")),
  });
  return (
    <>
      <PageTitle title="Data sets">
        <LiveSwitch stale={datasets.isError} />
        <Link to="/datasets/new" className="button button-primary"><Icon name="plus" /> Import data</Link>
      </PageTitle>
      <UploadNotice />
      {datasets.isPending && <Skeleton lines={4} height={36} />}
      {datasets.isError && !datasets.data && <ErrorMessage error={datasets.error} retry={() => void datasets.refetch()} />}
      {datasets.data && (
        <>
          <StaleNotice error={datasets.error} updatedAt={datasets.dataUpdatedAt} />
          <DatasetList datasets={datasets.data.data} />
        </>
      )}
    </>
  );
}

/** Own data sets first, then those that come with the service. */
function DatasetList({ datasets }: { datasets: Dataset[] }) {
  const newest = [...byName(datasets).values()].flatMap((versions) => versions.slice(0, 1));
  const own = newest.filter((dataset) => !dataset.builtIn);
  const builtIn = newest.filter((dataset) => dataset.builtIn);
  return (
    <>
      {own.length === 0 && <NoDatasets />}
      {newest.length > 0 && <DatasetTable datasets={[...own, ...builtIn]} />}
    </>
  );
}

function NoDatasets() {
  return (
    <EmptyState title="No data sets of your own yet">
      <p>
        Import your pictures: a folder for each class, as a folder or in a zip or tar file. Parquet files of the Hugging Face hub, npz, IDX,
        CIFAR and WebDataset work too.
      </p>
      <Link to="/datasets/new" className="button button-primary">Import data</Link>
    </EmptyState>
  );
}
