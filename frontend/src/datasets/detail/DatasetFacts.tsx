import { bytes, count } from "../../components/format";
import { CopyButton } from "../../components/CopyButton";
import type { Dataset } from "../datasets";
import { pictureSize } from "../describe";

/** The figures of a data set that a reader looks for first. */
export function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { report } = dataset;
  const storage = dataset.bytes ?? report?.bytes;
  const facts: [string, string | undefined][] = [
    ["Training pictures", dataset.trainCount === null ? undefined : count(dataset.trainCount)],
    ["Test pictures", dataset.testCount === null ? undefined : count(dataset.testCount)],
    ["Classes", dataset.classes === null ? undefined : count(dataset.classes.length)],
    ["Size", pictureSize(dataset)],
    ["Storage", storage === undefined ? undefined : bytes(storage)],
    ["Format", report?.format],
  ];
  return (
    <div className="panel stack">
      <dl className="key-metrics" aria-label="Key figures">
        {facts.filter(([, value]) => value !== undefined).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {dataset.digest !== null && (
        <p className="row digest">
          <span className="muted">SHA-256</span> <code className="hash">{dataset.digest}</code>
          <CopyButton text={dataset.digest} label="Copy" subject="digest of the data set" />
        </p>
      )}
      {dataset.notice !== undefined && dataset.notice !== null && dataset.notice !== "" && <p className="muted">{dataset.notice}</p>}
    </div>
  );
}
