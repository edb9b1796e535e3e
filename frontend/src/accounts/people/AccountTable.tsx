import { RelativeTime } from "../../components/RelativeTime";
import type { Account } from "./accounts";
import type { AccountChange } from "./EditAccountDialog";

const columns = ["Name", "Account", "Signs in at", "Created", ""];

interface Props {
  accounts: Account[];
  /** Id of the account that looks at the page. */
  own: string;
  onChange: (change: AccountChange) => void;
}

/** The roles are explicit because narrow screens show the rows as cards. */
export function AccountTable({ accounts, own, onChange }: Props) {
  return (
    <table className="table card-table" role="table" aria-label="Accounts">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">{column === "" ? <span className="visually-hidden">Actions</span> : column}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {accounts.map((account) => <AccountRow key={account.id} account={account} isOwn={account.id === own} onChange={onChange} />)}
      </tbody>
    </table>
  );
}

function AccountRow({ account, isOwn, onChange }: { account: Account; isOwn: boolean; onChange: (change: AccountChange) => void }) {
  return (
    <tr role="row">
      <td role="cell" data-column="Name">
        <bdi className="user-text card-title">{account.name}</bdi> {isOwn && <span className="tag">you</span>}{" "}
        {account.administrator && <span className="tag">administrator</span>} {!account.active && <span className="badge badge-warning">inactive</span>}
        {account.email !== null && <p className="row-subtitle"><bdi className="user-text">{account.email}</bdi></p>}
      </td>
      <td role="cell" data-column="Account"><code>{account.id}</code></td>
      <td role="cell" data-column="Signs in at">
        <bdi className="user-text">{account.issuer === null ? "API key" : URL.canParse(account.issuer) ? new URL(account.issuer).host : account.issuer}</bdi>
      </td>
      <td role="cell" data-column="Created"><RelativeTime at={account.createdAt} /></td>
      <td role="cell" data-column="" className="card-actions">
        <button type="button" className="button button-small" onClick={() => { onChange({ account, kind: "administrator" }); }}>
          {account.administrator ? "Revoke administrator" : "Make administrator"}<span className="visually-hidden"> {account.name}</span>
        </button>
        <button
          type="button" className={`button button-small ${account.active ? "button-danger-outline" : ""}`}
          onClick={() => { onChange({ account, kind: "active" }); }}
        >
          {account.active ? "Deactivate" : "Activate"}<span className="visually-hidden"> {account.name}</span>
        </button>
      </td>
    </tr>
  );
}
