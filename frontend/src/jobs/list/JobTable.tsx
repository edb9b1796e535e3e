import { useMemo } from "react";
import { Link } from "react-router";
import { useNow } from "../../components/useNow";
import type { Job } from "../jobs";
import { cellOf, chosenColumns, isNumber, nameColumn, type Clock, type Column } from "./columns";
import { groupJobs } from "./groups";
import { GroupRows } from "./GroupRows";
import type { Selection } from "./selection";
import { newest } from "./listAddress";

interface Props {
  jobs: Job[];
  columns: string[];
  group: string;
  sort: string;
  selection: Selection;
  /** The time of the rows while they cannot be refreshed. */
  staleSince: number | undefined;
  onSort: (sort: string) => void;
}

/** The roles are explicit because narrow screens show the rows as cards, and `display: block` removes implicit roles. */
export function JobTable({ jobs, columns, group, sort, selection, staleSince, onSort }: Props) {
  const now = useNow(jobs.some((job) => !job.isTerminal));
  const clock = { now: staleSince ?? now, stale: staleSince !== undefined };
  const shown = chosenColumns(columns);
  const groups = useMemo(() => (group === "" ? undefined : groupJobs(jobs, group)), [jobs, group]);
  const row = (job: Job) => <JobRow key={job.id} job={job} clock={clock} columns={shown} selection={selection} />;
  return (
    <div className="table-frame">
      <table className="table job-table" role="table" aria-label="Jobs">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" className="choose">
              <label className="choose-box">
                <input
                  type="checkbox"
                  aria-label="Select all"
                  checked={jobs.every((job) => selection.has(job.id))}
                  onChange={() => { selection.toggleAll(jobs.map((job) => job.id)); }}
                />
              </label>
            </th>
            {[nameColumn, ...shown].map((column) => <Head key={column.key} column={column} sort={sort} onSort={onSort} />)}
          </tr>
        </thead>
        {groups === undefined ? (
          <tbody role="rowgroup">{jobs.map(row)}</tbody>
        ) : (
          groups.map((one) => (
            <GroupRows key={one.name} group={one} columns={shown} selection={selection}>
              {() => one.jobs.map(row)}
            </GroupRows>
          ))
        )}
      </table>
    </div>
  );
}

function Head({ column, sort, onSort }: { column: Column; sort: string; onSort: (sort: string) => void }) {
  const { title, sort: order, largestFirst = false } = column;
  const className = isNumber(column) ? "number" : undefined;
  if (order === undefined) return <th role="columnheader" scope="col" className={className}>{title}</th>;
  const current = sort === "" ? newest : sort;
  const isAscending = current === order;
  const isDescending = current === `-${order}`;
  const next = isAscending ? `-${order}` : isDescending ? order : largestFirst ? `-${order}` : order;
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={isAscending ? "ascending" : isDescending ? "descending" : "none"}>
      <button type="button" className="sort" onClick={() => { onSort(next); }}>
        {title}
        <span className="sort-mark" aria-hidden="true">{isAscending ? "↑" : isDescending ? "↓" : ""}</span>
      </button>
    </th>
  );
}

function JobRow({ job, clock, columns, selection }: { job: Job; clock: Clock; columns: Column[]; selection: Selection }) {
  return (
    <tr role="row" data-job={job.id} aria-selected={selection.has(job.id)}>
      <td role="cell" className="choose" data-column="Select">
        <label className="choose-box">
          <input
            type="checkbox"
            aria-label={`Select ${job.name}`}
            checked={selection.has(job.id)}
            onChange={(event) => { selection.toggle(job.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey); }}
          />
        </label>
      </td>
      <td role="cell" data-column="Name">
        <Link to={`/jobs/${job.id}`} className="row-link">
          <bdi className="user-text">{job.name}</bdi>
        </Link>
      </td>
      {columns.map((column) => {
        const content = cellOf(column, job, clock);
        return (
          <td key={column.key} role="cell" data-column={column.title} data-empty={content === undefined ? "" : undefined} className={isNumber(column) ? "number" : undefined}>
            {content ?? "–"}
          </td>
        );
      })}
    </tr>
  );
}
