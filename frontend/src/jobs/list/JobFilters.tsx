import { useEffect, useState } from "react";
import { Icon } from "../../components/Icon";
import type { JobFilter } from "../jobs";

const states = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"];

interface Props {
  filter: JobFilter;
  onChange: (filter: JobFilter) => void;
}

export function JobFilters({ filter, onChange }: Props) {
  return (
    <div role="search" className="filters">
      <div className="segments" role="group" aria-label="State">
        {["", ...states].map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={filter.state === state}
            onClick={() => { onChange({ ...filter, state }); }}
          >
            {state === "" ? "All" : state.charAt(0) + state.slice(1).toLowerCase()}
          </button>
        ))}
      </div>
      {/* The key resets the text when the URL changes in another way, such as with the Back button. */}
      <NameFilter key={filter.name} name={filter.name} onChange={(name) => { onChange({ ...filter, name }); }} />
    </div>
  );
}

function NameFilter({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const [text, setText] = useState(name);
  useEffect(() => {
    if (text === name) return;
    const timer = setTimeout(() => { onChange(text); }, 400);
    return () => { clearTimeout(timer); };
  });
  return (
    <label className="search-box">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Filter by name"
        placeholder="Filter by name"
        value={text}
        autoFocus={name !== ""}
        onChange={(event) => { setText(event.target.value); }}
      />
    </label>
  );
}
