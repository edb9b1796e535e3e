import { bytes } from "../../components/format";
import { CopyButton } from "../../components/CopyButton";
import { Icon } from "../../components/Icon";
import { contentUrl, formatName, type Export } from "./exports";
import { pythonFor } from "./python";

/** One exported file: where it is, how exact it is, and how Python loads it. */
export function ExportItem({ job, exported }: { job: string; exported: Export }) {
  const { name, format, upTo, maxDifference, sha256 } = exported;
  const code = pythonFor(exported);
  return (
    <li className="panel export">
      <div className="row">
        <h4>{formatName(format)}{upTo !== null && `, up to module ${upTo}`}</h4>
        <span className="muted">{bytes(exported.bytes)}</span>
        <span className="spacer" />
        <a className="button button-small" href={contentUrl(job, exported)} download={name}>
          <Icon name="download" /> Download<span className="visually-hidden"> {name}</span>
        </a>
      </div>
      <p className="metadata">
        <code>{name}</code>
        {maxDifference !== null && <span title="Over test pictures, between the scores of this file and of the trained network">largest difference {maxDifference === 0 ? "0" : maxDifference.toExponential(1)}</span>}
      </p>
      <p className="row"><code className="hash muted" title="SHA-256 of the file">{sha256}</code> <CopyButton text={sha256} label="Copy hash" subject={`of ${name}`} /></p>
      <div className="export-code">
        <pre className="code" tabIndex={0} aria-label={`Python for ${name}`}>{code}</pre>
        <CopyButton text={code} label="Copy" subject={`Python for ${name}`} />
      </div>
    </li>
  );
}
