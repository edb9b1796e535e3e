import { useState, type ReactNode } from "react";
import type { Column } from "./columns";
import { isNumber } from "./columns";
import { spread, type JobGroup } from "./groups";
import type { Selection } from "./selection";

interface Props {
  group: JobGroup;
  columns: Column[];
  selection: Selection;
  children: () => ReactNode;
}

/** A group of jobs: their number, mean and deviation of each figure, and the jobs themselves on request. */
export function GroupRows({ group, columns, selection, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const name = group.name === "" ? "without a value" : group.name;
  const ids = group.jobs.map((job) => job.id);
  return (
    <tbody role="rowgroup">
      <tr role="row" className="group-row">
        <td role="cell" className="choose" data-column="Select">
          <label className="choose-box">
            <input type="checkbox" aria-label={`Select group ${name}`} checked={ids.every((id) => selection.has(id))} onChange={() => { selection.toggleAll(ids); }} />
          </label>
        </td>
        <td role="cell" data-column="Name">
          <button type="button" className="group-name" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>
            <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> <bdi className="user-text">{name}</bdi>
            <span className="muted">{group.jobs.length === 1 ? "1 job" : `${group.jobs.length} jobs`}</span>
          </button>
        </td>
        {columns.map((column) => <GroupCell key={column.key} group={group} column={column} />)}
      </tr>
      {isOpen && children()}
    </tbody>
  );
}

function GroupCell({ group, column }: { group: JobGroup; column: Column }) {
  const { figure, show } = column;
  const values = figure === undefined ? [] : group.jobs.map(figure).filter((value) => value !== undefined);
  const found = spread(values);
  const format = (value: number) => show?.(rounded(value)) ?? "";
  return (
    <td role="cell" data-column={column.title} data-empty={found === undefined ? "" : undefined} className={isNumber(column) ? "number" : undefined}>
      {found === undefined ? "" : (
        <>
          {format(found.mean)}
          <small className="muted group-spread">
            {found.deviation !== undefined && found.deviation > 0 && <>± {format(found.deviation)} </>}
            {found.n < group.jobs.length && <>of {found.n}</>}
          </small>
        </>
      )}
    </td>
  );
}

/** A mean of settings such as 0.1 has no more digits than its values could have. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
