import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { isNotFound } from "../../api/errors";
import { useRefetchInterval } from "../../api/polling";
import { PageError } from "../../components/PageError";
import { NotFound } from "../../components/NotFound";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { datasetQuery, type Dataset } from "../datasets";
import { isImporting, isReady } from "../describe";
import { DatasetFacts } from "./DatasetFacts";
import { DatasetHeader } from "./DatasetHeader";
import { DatasetReport } from "./DatasetReport";
import { ImportState } from "./ImportState";
import { SampleGrid } from "./SampleGrid";
import { VersionTable } from "./VersionTable";

/** One version of a data set: how its import is doing, what it found, and the pictures. */
export function DatasetPage() {
  const { reference = "" } = useParams();
  const dataset = useQuery({
    ...datasetQuery(reference),
    refetchInterval: useRefetchInterval((data) => (data && isImporting(data) ? "fast" : "never")),
  });
  if (dataset.data) {
    return (
      <>
        <StaleNotice error={dataset.error} updatedAt={dataset.dataUpdatedAt} />
        <DatasetDetail dataset={dataset.data} />
      </>
    );
  }
  if (dataset.isPending) return <Skeleton lines={8} height={44} />;
  if (isNotFound(dataset.error)) return <NotFound subject="Data set" list={{ name: "data sets", path: "/datasets" }} />;
  return <PageError title="Data set" error={dataset.error} retry={() => void dataset.refetch()} />;
}

function DatasetDetail({ dataset }: { dataset: Dataset }) {
  return (
    <>
      <DatasetHeader dataset={dataset} />
      <ImportState dataset={dataset} />
      {isReady(dataset) && (
        <>
          <DatasetFacts dataset={dataset} />
          <SampleGrid key={dataset.id} dataset={dataset} />
          <DatasetReport dataset={dataset} />
        </>
      )}
      <VersionTable dataset={dataset} />
    </>
  );
}
