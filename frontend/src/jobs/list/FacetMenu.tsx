import { useState } from "react";
import type { Facet } from "../jobLists";
import { FilterMenu } from "./FilterMenu";

interface Props {
  title: string;
  facets: Facet[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** Whether jobs with all of several values can be asked for. */
  several?: boolean;
}

const searchableFrom = 10;

/** Filters by one of the values that the jobs of the project have. */
export function FacetMenu({ title, facets, chosen, onChange, several = false }: Props) {
  const [text, setText] = useState("");
  const label = (value: string) => facets.find((facet) => facet.value === value)?.label ?? value;
  const shown = facets.filter((facet) => facet.label.toLowerCase().includes(text.toLowerCase()));
  const choose = (value: string) => {
    const others = several ? chosen.filter((one) => one !== value) : [];
    onChange(chosen.includes(value) ? others : [...others, value]);
  };
  return (
    <FilterMenu title={title} chosen={chosen.map(label).join(", ")} onClear={() => { onChange([]); }}>
      {facets.length >= searchableFrom && (
        <input type="search" aria-label={`Find ${title.toLowerCase()}`} placeholder="Find" value={text} onChange={(event) => { setText(event.target.value); }} />
      )}
      {shown.length === 0 && <p className="muted menu-note">No job has {facets.length === 0 ? "any" : "this"}.</p>}
      {shown.map((facet) => (
        <button key={facet.value} type="button" className="button" aria-pressed={chosen.includes(facet.value)} onClick={() => { choose(facet.value); }}>
          <span className="cut">{facet.label}</span> <span className="muted facet-count">{facet.count}</span>
        </button>
      ))}
    </FilterMenu>
  );
}
