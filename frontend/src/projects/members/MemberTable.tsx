import { ErrorMessage } from "../../components/ErrorMessage";
import { RelativeTime } from "../../components/RelativeTime";
import { roles, usePutMember, type Member, type Role } from "./members";

const columns = ["Name", "Role", "Account", "Member since"];

interface Props {
  members: Member[];
  project: string;
  /** Id of the account that looks at the page. */
  own: string;
  isAdmin: boolean;
  onRemove: (member: Member) => void;
}

/** The roles are explicit because narrow screens show the rows as cards. */
export function MemberTable({ members, project, own, isAdmin, onRemove }: Props) {
  const change = usePutMember(project);
  return (
    <>
      {change.isError && <ErrorMessage error={change.error} />}
      <table className="table card-table" role="table" aria-label="Members">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}
            {isAdmin && <th role="columnheader" scope="col"><span className="visually-hidden">Actions</span></th>}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {members.map((member) => (
            <tr role="row" key={member.account}>
              <td role="cell" data-column="Name">
                <bdi className="user-text card-title">{member.name}</bdi> {member.account === own && <span className="tag">you</span>}{" "}
                {!member.active && <span className="badge badge-warning">inactive</span>}
              </td>
              <td role="cell" data-column="Role">
                {isAdmin ? (
                  <RoleChoice
                    member={member} isBusy={change.isPending}
                    onChange={(role) => { change.mutate({ account: member.account, role }); }}
                  />
                ) : (
                  member.role
                )}
              </td>
              <td role="cell" data-column="Account"><code>{member.account}</code></td>
              <td role="cell" data-column="Member since"><RelativeTime at={member.since} /></td>
              {isAdmin && (
                <td role="cell" data-column="" className="card-actions">
                  <button type="button" className="button button-small button-danger-outline" onClick={() => { onRemove(member); }}>
                    Remove<span className="visually-hidden"> {member.name}</span>
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function RoleChoice({ member, isBusy, onChange }: { member: Member; isBusy: boolean; onChange: (role: Role) => void }) {
  return (
    <select
      aria-label={`Role of ${member.name}`} value={member.role} disabled={isBusy}
      onChange={(event) => {
        const chosen = roles.find(({ value }) => value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {roles.map(({ value, label, help }) => <option key={value} value={value}>{label}: {help}</option>)}
    </select>
  );
}
