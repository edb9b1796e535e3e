import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorMessage } from "../../components/ErrorMessage";
import { percent } from "../../components/format";
import { Skeleton } from "../../components/Skeleton";
import type { Job } from "../jobs";
import { ExportItem } from "./ExportItem";
import { exportsQuery, formatName, useExport, type Format } from "./exports";

const formats: [Format, help: string][] = [
  ["onnx", "Runs with onnxruntime in Python, C++, Java and JavaScript."],
  ["torchscript", "Runs with PyTorch in Python and C++, without the code of the network."],
  ["safetensors", "The weights and a configuration, to load into code of your own."],
];

/** Writes the network into files that run elsewhere, and lists them. */
export function JobExports({ job }: { job: Job }) {
  const exports = useQuery(exportsQuery(job.id));
  return (
    <div className="stack">
      <NewExport job={job} />
      {exports.isPending && <Skeleton lines={2} height={48} />}
      {exports.isError && !exports.data && <ErrorMessage error={exports.error} retry={() => void exports.refetch()} />}
      {exports.data?.length === 0 && <p className="muted">There are no exports of this network yet.</p>}
      {exports.data && exports.data.length > 0 && (
        <ul className="exports" aria-label="Exports">
          {exports.data.map((each) => <ExportItem key={each.name} job={job.id} exported={each} />)}
        </ul>
      )}
    </div>
  );
}

function NewExport({ job }: { job: Job }) {
  const [upTo, setUpTo] = useState("");
  const creation = useExport(job.id);
  const accuracies = job.result?.moduleAccuracies ?? [];
  const working = creation.isPending ? creation.variables.format : undefined;
  return (
    <section className="panel stack" aria-labelledby="new-export-heading">
      <h3 id="new-export-heading">Export the network</h3>
      <p className="muted">
        An exported file takes raw pictures: it contains the normalization. Before you get it, its answers are compared with those of the trained network.
      </p>
      {accuracies.length > 1 && (
        <div className="field head-choice">
          <label htmlFor="export-up-to">Up to</label>
          <select id="export-up-to" value={upTo} onChange={(event) => { setUpTo(event.target.value); }} aria-describedby="export-up-to-help">
            <option value="">the whole network</option>
            {accuracies.slice(0, -1).map((accuracy, index) => (
              <option key={index} value={index + 1}>module {index + 1} of {accuracies.length}, {percent(accuracy)} right</option>
            ))}
          </select>
          <p className="help" id="export-up-to-help">A network that ends early is smaller and faster. It answers with the head of that module.</p>
        </div>
      )}
      <ul className="export-formats">
        {formats.map(([format, help]) => (
          <li key={format}>
            <button
              type="button"
              className="button"
              disabled={creation.isPending}
              onClick={() => { creation.mutate({ format, ...(upTo !== "" && { upTo: Number(upTo) }) }); }}
            >
              {working === format ? "Writing and comparing…" : `Export ${formatName(format)}`}
            </button>
            <span className="help">{help}</span>
          </li>
        ))}
      </ul>
      {creation.isError && <ErrorMessage error={creation.error} />}
      {creation.isSuccess && <p className="notice" role="status">{creation.data.name} is ready.</p>}
    </section>
  );
}
