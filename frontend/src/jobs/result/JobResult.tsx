import { useQuery } from "@tanstack/react-query";
import { url } from "../../api/client";
import { bytes, percent } from "../../components/format";
import { CopyButton } from "../../components/CopyButton";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { Skeleton } from "../../components/Skeleton";
import type { Result } from "../jobs";
import { MemoryUsage } from "./MemoryUsage";
import { IsolationCheck } from "./IsolationCheck";
import { resultQuery, type ResultFile } from "./result";

/** The result of a finished job: metrics by module, memory, isolation, files, the hash of the weights, and versions. */
export function JobResult({ job, result }: { job: string; result: Result }) {
  return (
    <div className="stack">
      {(result.moduleAccuracies?.length ?? 0) > 1 && <ModuleMetrics result={result} />}
      {result.memory !== undefined && <MemoryUsage memory={result.memory} peak={result.peakMemoryBytes} />}
      {result.isolation && <IsolationCheck isolation={result.isolation} />}
      <ResultFiles job={job} />
      {result.weightsSha256 !== undefined && (
        <section>
          <h3>Weights</h3>
          <p className="row">
            <code className="hash">{result.weightsSha256}</code>
            <CopyButton text={result.weightsSha256} label="Copy hash" />
          </p>
          <p className="muted">SHA-256 of the final network&rsquo;s parameters. Equal networks have equal hashes, no matter how they were trained.</p>
        </section>
      )}
      <Versions versions={result.versions ?? {}} />
    </div>
  );
}

function ModuleMetrics({ result }: { result: Result }) {
  return (
    <section>
      <h3>Modules</h3>
      <table className="table table-plain table-narrow" aria-label="Final metrics by module">
        <thead>
          <tr>
            <th scope="col">Module</th>
            <th scope="col" className="number">Test accuracy</th>
            <th scope="col" className="number">Gradient cosine with previous module, mean of the last epoch</th>
          </tr>
        </thead>
        <tbody>
          {result.moduleAccuracies?.map((accuracy, index) => (
            <tr key={index}>
              <td>{index + 1}</td>
              <td className="number">{percent(accuracy)}</td>
              <td className="number">{result.boundaryCosines?.[index - 1]?.toFixed(3) ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ResultFiles({ job }: { job: string }) {
  const files = useQuery(resultQuery(job));
  if (files.isPending) return <Skeleton lines={2} />;
  if (files.isError) return <ErrorMessage error={files.error} retry={() => void files.refetch()} />;
  return (
    <section>
      <h3>Files</h3>
      <ul className="files" aria-label="Files">
        {(files.data.files ?? []).map((file) => <ResultFileLine key={file.name} job={job} file={file} />)}
      </ul>
    </section>
  );
}

function ResultFileLine({ job, file }: { job: string; file: ResultFile }) {
  return (
    <li>
      <a href={url(`/jobs/${encodeURIComponent(job)}/files/${encodeURIComponent(file.name)}`)} download={file.name}>
        <Icon name="download" /> {file.name}
      </a>
      <span className="muted">{bytes(file.bytes)}</span>
      <code className="hash muted" title="SHA-256 of the file">{file.sha256}</code>
    </li>
  );
}

function Versions({ versions }: { versions: Record<string, unknown> }) {
  const known = Object.entries(versions).filter(([, value]) => typeof value === "string" || typeof value === "number");
  if (known.length === 0) return null;
  return (
    <section>
      <h3>Environment</h3>
      <dl className="definitions">
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
