import { useState, type SyntheticEvent } from "react";
import { Link } from "react-router";
import { Icon } from "../../components/Icon";
import { columns } from "./columns";
import { FilterMenu } from "./FilterMenu";
import { groupings, groupTitle, labelGrouping } from "./groups";
import type { ListView } from "./listAddress";
import { useSavedViews } from "./savedViews";

interface Props {
  view: ListView;
  labelNames: string[];
  /** The query of the address of this view. */
  query: string;
  onChange: (view: ListView) => void;
}

/** How the rows are shown: in groups, with which columns, and as which of the saved views. */
export function ViewMenus({ view, labelNames, query, onChange }: Props) {
  return (
    <div className="chips view-menus" role="group" aria-label="View">
      <GroupMenu view={view} labelNames={labelNames} onChange={onChange} />
      <FilterMenu title="Columns">
        {columns.map(({ key, title }) => (
          <label key={key} className="menu-check">
            <input type="checkbox" checked={view.columns.includes(key)} onChange={() => { onChange({ ...view, columns: toggled(view.columns, key) }); }} />
            {title}
          </label>
        ))}
      </FilterMenu>
      <SortMenu view={view} onChange={onChange} />
      <SavedViewMenu query={query} />
    </div>
  );
}

function toggled(chosen: string[], key: string): string[] {
  return columns.map((column) => column.key).filter((one) => chosen.includes(one) !== (one === key));
}

function GroupMenu({ view, labelNames, onChange }: Omit<Props, "query">) {
  const options = [...groupings, ...labelNames.map((name) => ({ key: labelGrouping(name), title: `Label ${name}` }))];
  return (
    <FilterMenu title="Group by" chosen={view.group === "" ? "" : groupTitle(view.group)} onClear={() => { onChange({ ...view, group: "" }); }}>
      {options.map(({ key, title }) => (
        <button key={key} type="button" className="button" aria-pressed={view.group === key} onClick={() => { onChange({ ...view, group: view.group === key ? "" : key, rows: 0 }); }}>
          {title}
        </button>
      ))}
    </FilterMenu>
  );
}

/** Narrow screens show no column heads to sort by. */
function SortMenu({ view, onChange }: Pick<Props, "view" | "onChange">) {
  const orders = [{ title: "Name", sort: "name" }, ...columns].flatMap(({ title, sort }) => (sort === undefined ? [] : [{ title, sort }]));
  return (
    <select
      className="chip narrow-only"
      aria-label="Sort"
      value={view.filter.sort || "-createdAt"}
      onChange={(event) => { onChange({ ...view, rows: 0, filter: { ...view.filter, sort: event.target.value } }); }}
    >
      {orders.flatMap(({ title, sort }) => [
        <option key={`-${sort}`} value={`-${sort}`}>{title} ↓</option>,
        <option key={sort} value={sort}>{title} ↑</option>,
      ])}
    </select>
  );
}

function SavedViewMenu({ query }: { query: string }) {
  const { views, save, remove } = useSavedViews();
  const [name, setName] = useState("");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    save({ name: name.trim(), query });
    setName("");
  };
  return (
    <FilterMenu title="Views">
      {views.map((view) => (
        <div key={view.name} className="saved-view">
          <Link className="button" to={`/jobs?${view.query}`} aria-current={view.query === query ? "true" : undefined}>
            <span className="cut">{view.name}</span>
          </Link>
          <button type="button" className="button button-plain button-icon" aria-label={`Remove view ${view.name}`} onClick={() => { remove(view.name); }}>
            <Icon name="close" />
          </button>
        </div>
      ))}
      <form className="menu-fields" onSubmit={submit}>
        <label>Save this view as <input value={name} maxLength={60} onChange={(event) => { setName(event.target.value); }} /></label>
        <button className="button button-small" disabled={name.trim() === ""}>Save</button>
      </form>
    </FilterMenu>
  );
}
