import type { JobFilter } from "../jobLists";
import { FilterMenu } from "./FilterMenu";

const ages = [
  { since: "24h", title: "last 24 hours" },
  { since: "7d", title: "last 7 days" },
  { since: "30d", title: "last 30 days" },
];

type Dates = Pick<JobFilter, "since" | "from" | "to">;

/** Filters by the time of creation: an age, which moves with the clock, or days from and to. */
export function DateMenu({ since, from, to, onChange }: Dates & { onChange: (dates: Dates) => void }) {
  const chosen = ages.find((age) => age.since === since)?.title ?? [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(" ");
  return (
    <FilterMenu title="Created" chosen={chosen} onClear={() => { onChange({ since: "", from: "", to: "" }); }}>
      {ages.map((age) => (
        <button key={age.since} type="button" className="button" aria-pressed={since === age.since} onClick={() => { onChange({ since: age.since, from: "", to: "" }); }}>
          {age.title}
        </button>
      ))}
      <div className="menu-fields">
        <label>From <input type="date" value={from} max={to} onChange={(event) => { onChange({ since: "", from: event.target.value, to }); }} /></label>
        <label>To <input type="date" value={to} min={from} onChange={(event) => { onChange({ since: "", from, to: event.target.value }); }} /></label>
      </div>
    </FilterMenu>
  );
}
