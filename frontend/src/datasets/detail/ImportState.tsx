import { Link } from "react-router";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { useImportControl, type Dataset } from "../datasets";
import { isImporting } from "../describe";
import { ImportProgressBar } from "../ImportProgressBar";

/** How an import is doing, or why it failed; empty for a data set that is ready. */
export function ImportState({ dataset }: { dataset: Dataset }) {
  if (isImporting(dataset)) return <Importing dataset={dataset} />;
  return dataset.state === "FAILED" ? <Failed dataset={dataset} /> : null;
}

function Importing({ dataset }: { dataset: Dataset }) {
  const cancel = useImportControl(dataset, "cancel");
  return (
    <section className="panel import-state" aria-label="Import">
      <ImportProgressBar dataset={dataset} isLong />
      <div className="row row-end">
        {dataset.job && <Link className="button" to={`/jobs/${encodeURIComponent(dataset.job)}?tab=log`}>Log</Link>}
        {dataset.job && (
          <button type="button" className="button button-danger-outline" disabled={cancel.isPending} onClick={() => { cancel.mutate(); }}>
            {cancel.isPending ? "Cancelling…" : "Cancel import"}
          </button>
        )}
      </div>
      {cancel.isError && <ErrorMessage error={cancel.error} />}
    </section>
  );
}

function Failed({ dataset }: { dataset: Dataset }) {
  const retry = useImportControl(dataset, "retry");
  const { reason } = dataset;
  return (
    <div className="notice notice-danger" role="alert" aria-label="Reason">
      <Icon name="warning" />
      <div className="notice-body">
        <p><strong>{reason?.message ?? "The import failed."}</strong> {reason && <code className="reason-code">{reason.code}</code>}</p>
        <p>{adviceFor(reason?.code)}</p>
        <div className="row">
          {dataset.job && (
            <button type="button" className="button button-small" disabled={retry.isPending} onClick={() => { retry.mutate(); }}>
              <Icon name="retry" /> {retry.isPending ? "Starting…" : "Import again"}
            </button>
          )}
          <Link className="button button-small" to={`/datasets/new?name=${encodeURIComponent(dataset.name)}`}>Import other files</Link>
          {dataset.job && <Link className="button button-small" to={`/jobs/${encodeURIComponent(dataset.job)}?tab=log`}>Log</Link>}
        </div>
        {retry.isError && <ErrorMessage error={retry.error} />}
      </div>
    </div>
  );
}

function adviceFor(code: string | undefined): string {
  switch (code) {
    case "DATA_ERROR":
    case "BAD_DATA":
      return "Repair or remove the bad files and import the data again, or choose “Skip all of them” for bad files.";
    case "USER_CANCEL":
      return "The import was cancelled. The same files can be imported again.";
    case "OOM_HOST":
      return "Choose a smaller size for the pictures, or give the import more memory.";
    default:
      return "The log of the import has the details. The same files can be imported again.";
  }
}
