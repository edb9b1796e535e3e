import { RelativeTime } from "../../components/RelativeTime";
import { useNow } from "../../components/useNow";
import { isExpired, rightsOf, type ApiKey } from "./apiKeys";

const columns = ["Name", "Access", "Acts for", "Last used", "Expires", "Created", ""];

interface Props {
  keys: ApiKey[];
  /** Names of accounts by their ids, as far as they are known. */
  names: Map<string, string>;
  onRevoke: (key: ApiKey) => void;
}

/** The roles are explicit because narrow screens show the rows as cards. */
export function KeyTable({ keys, names, onRevoke }: Props) {
  return (
    <table className="table card-table" role="table" aria-label="API keys">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">{column === "" ? <span className="visually-hidden">Actions</span> : column}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {keys.map((key) => <KeyRow key={key.id} apiKey={key} owner={names.get(key.account ?? "")} onRevoke={onRevoke} />)}
      </tbody>
    </table>
  );
}

function KeyRow({ apiKey, owner, onRevoke }: { apiKey: ApiKey; owner: string | undefined; onRevoke: (key: ApiKey) => void }) {
  const now = useNow();
  return (
    <tr role="row">
      <td role="cell" data-column="Name">
        <bdi className="user-text card-title">{apiKey.name}</bdi> <code className="muted">{apiKey.prefix}…</code>
      </td>
      <td role="cell" data-column="Access">{rightsOf(apiKey)}</td>
      <td role="cell" data-column="Acts for"><bdi className="user-text">{owner ?? apiKey.account ?? "–"}</bdi></td>
      <td role="cell" data-column="Last used">{apiKey.lastUsedAt === null ? "never" : <RelativeTime at={apiKey.lastUsedAt} />}</td>
      <td role="cell" data-column="Expires">
        {apiKey.expiresAt === null ? "never" : isExpired(apiKey, now) ? <span className="badge badge-warning">expired</span> : <EndTime at={apiKey.expiresAt} />}
      </td>
      <td role="cell" data-column="Created"><RelativeTime at={apiKey.createdAt} /></td>
      <td role="cell" data-column="" className="card-actions">
        <button type="button" className="button button-small button-danger-outline" onClick={() => { onRevoke(apiKey); }}>
          Revoke<span className="visually-hidden"> {apiKey.name}</span>
        </button>
      </td>
    </tr>
  );
}

function EndTime({ at }: { at: string }) {
  const end = new Date(at);
  return <time dateTime={at} title={end.toLocaleString()}>{end.toLocaleDateString(undefined, { year: "numeric", month: "short", day: "numeric" })}</time>;
}
