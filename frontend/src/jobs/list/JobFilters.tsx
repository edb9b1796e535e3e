import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { facetsQuery, type JobFilter } from "../jobLists";
import { DateMenu } from "./DateMenu";
import { FacetMenu } from "./FacetMenu";
import { SearchBox } from "./SearchBox";

const states = ["QUEUED", "RUNNING", "PAUSING", "PAUSED", "CANCELLING", "SUCCEEDED", "FAILED", "CANCELLED"];

interface Props {
  filter: JobFilter;
  /** Typing replaces the entry in the browser's history, and each choice makes one. */
  onChange: (filter: JobFilter, isTyped?: boolean) => void;
  /** Stands beside the states. */
  children: ReactNode;
}

export function JobFilters({ filter, onChange, children }: Props) {
  const { data } = useQuery(facetsQuery());
  const one = (key: "rule" | "network" | "dataset" | "owner", title: string, facets = data?.[`${key}s`] ?? []) => (
    <FacetMenu title={title} facets={facets} chosen={filter[key] === "" ? [] : [filter[key]]} onChange={([value = ""]) => { onChange({ ...filter, [key]: value }); }} />
  );
  return (
    <div role="search" aria-label="Jobs" className="filters">
      <SearchBox value={filter.q} onChange={(q) => { onChange({ ...filter, q }, true); }} />
      <div className="chips" role="group" aria-label="Filters">
        {one("rule", "Rule")}
        {one("network", "Network")}
        {one("dataset", "Data set")}
        <FacetMenu several title="Label" facets={data?.labels ?? []} chosen={filter.label.map(withEquals)} onChange={(label) => { onChange({ ...filter, label }); }} />
        <DateMenu {...filter} onChange={(dates) => { onChange({ ...filter, ...dates }); }} />
        {one("owner", "Owner")}
        <Chip title="Archived" isOn={filter.archived} onClick={() => { onChange({ ...filter, archived: !filter.archived }); }} />
        {filter.name !== "" && <Chip title={`Name: ${filter.name}`} isOn onClick={() => { onChange({ ...filter, name: "" }); }} />}
      </div>
      <div className="filter-row">
        <div className="chips" role="group" aria-label="State">
          <Chip title="All" isOn={filter.state.length === 0} onClick={() => { onChange({ ...filter, state: [] }); }} />
          {states.map((state) => (
            <Chip
              key={state}
              title={state.charAt(0) + state.slice(1).toLowerCase()}
              isOn={filter.state.includes(state)}
              onClick={() => { onChange({ ...filter, state: toggled(filter.state, state) }); }}
            />
          ))}
        </div>
        {children}
      </div>
    </div>
  );
}

function Chip({ title, isOn, onClick }: { title: string; isOn: boolean; onClick: () => void }) {
  return <button type="button" className="chip" aria-pressed={isOn} onClick={onClick}>{title}</button>;
}

/** The chosen states in the order of the chips, so that the same choice has one address. */
function toggled(chosen: string[], state: string): string[] {
  return states.filter((one) => chosen.includes(one) !== (one === state));
}

/** The API takes `key:value` and `key=value`; the values of the filter are written with `=`. */
function withEquals(label: string): string {
  const colon = label.indexOf(":");
  const equals = label.indexOf("=");
  return colon > 0 && (equals < 0 || colon < equals) ? `${label.slice(0, colon)}=${label.slice(colon + 1)}` : label;
}
