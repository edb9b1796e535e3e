import { percent } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import { contentUrl, formatName, useExport, type Format } from "../exports/exports";
import type { Job } from "../jobs";

const formats: Format[] = ["onnx", "torchscript", "safetensors"];

/** Writes the network up to a module into a file: an early exit that answers with the head of that module. */
export function CutNetwork({ job, module, modules }: { job: Job; module: number; modules: number }) {
  const creation = useExport(job.id);
  const last = module === modules;
  const accuracies = job.result?.moduleAccuracies ?? [];
  const difference = (accuracies[module - 1] ?? NaN) - (accuracies.at(-1) ?? NaN);
  return (
    <section aria-labelledby="cut-heading" className="drawer-cut">
      <h3 id="cut-heading">{last ? "The whole network" : "Cut the network here"}</h3>
      {!last && (
        <p className="muted">
          The file answers with the head of module {module} and leaves {modules - module} {modules - module === 1 ? "module" : "modules"} out
          {Number.isFinite(difference) && `: ${percent(Math.abs(difference))} of the test pictures ${difference >= 0 ? "more" : "fewer"} are right`}.
        </p>
      )}
      <p className="row">
        {formats.map((format) => (
          <button key={format} type="button" className="button button-small" disabled={creation.isPending} onClick={() => { creation.mutate({ format, ...(!last && { upTo: module }) }); }}>
            {creation.isPending && creation.variables.format === format ? "Exporting…" : `Export ${formatName(format)}`}
          </button>
        ))}
      </p>
      {creation.data && <p role="status"><a href={contentUrl(job.id, creation.data)} download={creation.data.name}>Download {creation.data.name}</a></p>}
      {creation.error && <ErrorMessage error={creation.error} />}
    </section>
  );
}
