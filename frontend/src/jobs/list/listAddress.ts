import type { JobFilter } from "../jobLists";
import { defaultColumns } from "./columns";

/** All that the address of the list of jobs says. */
export interface ListView {
  filter: JobFilter;
  columns: string[];
  /** What rows are grouped by: a field such as `rule`, or `label.` and the name of a label. */
  group: string;
  /** The number of rows that were loaded, so that they are loaded again after a return to the page. */
  rows: number;
}

export const newest = "-createdAt";

export function readView(search: URLSearchParams): ListView {
  const text = (name: string) => search.get(name) ?? "";
  const list = (name: string) => text(name).split(",").filter((part) => part !== "");
  const columns = list("columns");
  return {
    filter: {
      q: text("q"), name: text("name"), state: list("state"), rule: text("rule"), network: text("network"),
      dataset: text("dataset"), label: search.getAll("label"), owner: text("owner"), since: text("since"),
      from: text("from"), to: text("to"), archived: text("archived") === "true", sort: text("sort"),
    },
    columns: columns.length > 0 ? columns : defaultColumns,
    group: text("group"),
    rows: Math.min(Number(text("rows")) || 0, 5000),
  };
}

export function writeView({ filter, columns, group, rows }: ListView): URLSearchParams {
  const { label, state, archived, sort, ...texts } = filter;
  const search = new URLSearchParams();
  Object.entries({
    ...texts,
    state: state.join(),
    archived: archived ? "true" : "",
    sort: sort === newest ? "" : sort,
    group,
    columns: columns.join() === defaultColumns.join() ? "" : columns.join(),
    rows: rows > 0 ? String(rows) : "",
  }).forEach(([name, value]) => { if (value !== "") search.set(name, value); });
  label.forEach((one) => { search.append("label", one); });
  return search;
}

export const noFilter: JobFilter = {
  q: "", name: "", state: [], rule: "", network: "", dataset: "", label: [], owner: "", since: "", from: "", to: "",
  archived: false, sort: "",
};

export function isFiltered(filter: JobFilter): boolean {
  return JSON.stringify({ ...filter, sort: "" }) !== JSON.stringify(noFilter);
}
