import { bytes, count, percent } from "../components/format";
import { CopyButton } from "../components/CopyButton";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { RelativeTime } from "../components/RelativeTime";
import { isUsable, useDownload, usePin, type Checkpoint } from "./checkpoints";

const columns = ["Step", "Epochs done", "Test accuracy", "Size", "Reason", "Saved", "SHA-256", "Actions"];

const reasonLabels: Record<string, string> = {
  INTERVAL: "periodic",
  REQUEST: "on request",
  STOP: "before stopping",
  FINAL: "final",
};

const stateLabels: Record<string, string> = { CORRUPT: "corrupt", DELETING: "deleting" };

interface Props {
  checkpoints: Checkpoint[];
  onFork: (checkpoint: Checkpoint) => void;
}

export function CheckpointTable({ checkpoints, onFork }: Props) {
  return (
    <table className="table checkpoint-table" role="table" aria-label="Checkpoints">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {checkpoints.map((checkpoint) => <CheckpointRow key={checkpoint.id} checkpoint={checkpoint} onFork={onFork} />)}
      </tbody>
    </table>
  );
}

function CheckpointRow({ checkpoint, onFork }: { checkpoint: Checkpoint; onFork: (checkpoint: Checkpoint) => void }) {
  const pin = usePin(checkpoint);
  const download = useDownload(checkpoint);
  const error = pin.error ?? download.error;
  const at = `step ${count(checkpoint.step)}`;
  return (
    <>
      <tr role="row">
        <td role="cell" data-column="Step"><strong>{count(checkpoint.step)}</strong></td>
        <td role="cell" data-column="Epochs done">{checkpoint.epoch}</td>
        <td role="cell" data-column="Test accuracy">{checkpoint.testAccuracy === null ? "–" : percent(checkpoint.testAccuracy)}</td>
        <td role="cell" data-column="Size">{bytes(checkpoint.bytes)}</td>
        <td role="cell" data-column="Reason">
          {reasonLabels[checkpoint.reason] ?? checkpoint.reason.toLowerCase()}{" "}
          {!isUsable(checkpoint) && <span className="badge badge-danger">{stateLabels[checkpoint.state] ?? checkpoint.state}</span>}
        </td>
        <td role="cell" data-column="Saved"><RelativeTime at={checkpoint.createdAt} /></td>
        <td role="cell" data-column="SHA-256">
          <span className="row checkpoint-hash">
            <code title={checkpoint.sha256}>{checkpoint.sha256.slice(0, 8)}…</code>
            <CopyButton text={checkpoint.sha256} label="Copy" subject={`SHA-256 of ${at}`} />
          </span>
        </td>
        <td role="cell" data-column="Actions">
          <span className="row checkpoint-actions">
            <button
              type="button"
              className="button button-small"
              aria-pressed={checkpoint.pinned}
              aria-label={`Pin ${at}`}
              title={checkpoint.pinned ? "Kept until you unpin it" : "Pin to keep it when old checkpoints are deleted"}
              disabled={pin.isPending}
              onClick={() => { pin.mutate(!checkpoint.pinned); }}
            >
              <Icon name={checkpoint.pinned ? "check" : "pin"} /> {checkpoint.pinned ? "Pinned" : "Pin"}
            </button>
            <button type="button" className="button button-small" aria-label={`Download ${at}`} disabled={download.isPending} onClick={() => { download.mutate(); }}>
              <Icon name="download" /> Download
            </button>
            {isUsable(checkpoint) && (
              <button type="button" className="button button-small" aria-label={`Fork from ${at}`} onClick={() => { onFork(checkpoint); }}>
                <Icon name="fork" /> Fork
              </button>
            )}
          </span>
        </td>
      </tr>
      {(error ?? download.data) && (
        <tr role="row" className="row-note">
          <td role="cell" colSpan={columns.length}>
            {error ? <ErrorMessage error={error} /> : download.data && (
              <div className="notice" role="status">
                <div className="notice-body">
                  <p>Downloading {download.data.fileName} ({bytes(download.data.bytes)}). Expected SHA-256:</p>
                  <code className="hash">{download.data.sha256}</code>
                </div>
                <CopyButton text={download.data.sha256} label="Copy hash" />
              </div>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
