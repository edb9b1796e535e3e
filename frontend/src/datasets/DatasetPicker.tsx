import { useState } from "react";
import { count } from "../components/format";
import type { Dataset } from "./datasets";
import { byName, isReady, parseReference, pictureCount, pictureSize, qualifiedName } from "./describe";

interface Props {
  datasets: Dataset[];
  value: string;
  id: string;
  problem: string | undefined;
  onChange: (name: string) => void;
}

const searchFrom = 12;

/** A choice between the data sets that are ready. A name alone means its newest version, also when the job starts later. */
export function DatasetPicker({ datasets, value, id, problem, onChange }: Props) {
  const [text, setText] = useState("");
  const names = byName(datasets.filter(isReady));
  const chosen = parseReference(value);
  const wanted = text.toLowerCase();
  const shown = [...names].filter(([name, [newest]]) => name === chosen.name || `${name} ${newest?.title ?? ""}`.toLowerCase().includes(wanted));
  const versions = names.get(chosen.name) ?? [];
  return (
    <fieldset className="cards" id={id} tabIndex={-1} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>Data set</legend>
      {names.size > searchFrom && (
        <input type="search" className="picker-search" aria-label="Search data sets" placeholder="Search" value={text} onChange={(event) => { setText(event.target.value); }} />
      )}
      <div className="cards-row picker">
        {shown.map(([name, [newest]]) => newest && (
          <label key={name} className="card">
            <input type="radio" name={id} checked={name === chosen.name} aria-label={name} onChange={() => { onChange(name); }} />
            <span className="card-title mono"><bdi className="user-text">{name}</bdi></span>
            {newest.title !== null && newest.title !== name && <span className="card-help"><bdi className="user-text">{newest.title}</bdi></span>}
            <span className="card-help">{cardText(newest)}</span>
          </label>
        ))}
      </div>
      {versions.length > 1 && (
        <div className="field picker-version">
          <label htmlFor={`${id}-version`}>Version</label>
          <select id={`${id}-version`} value={chosen.version === undefined ? chosen.name : value} onChange={(event) => { onChange(event.target.value); }}>
            <option value={chosen.name}>newest</option>
            {versions.map((version) => (
              <option key={version.id} value={qualifiedName(version)}>
                {[qualifiedName(version), pictureCount(version), pictureSize(version)].filter(Boolean).join(", ")}
              </option>
            ))}
          </select>
        </div>
      )}
      {names.size === 0 && <p className="notice notice-warning">There are no data sets.</p>}
      {problem !== undefined && <p id={`${id}-problem`} className="problem">{problem}</p>}
    </fieldset>
  );
}

function cardText(dataset: Dataset): string {
  const facts = [`${pictureCount(dataset) ?? "?"} images, ${pictureSize(dataset) ?? "unknown size"}, ${count(dataset.classes?.length ?? 0)} classes`];
  if (dataset.license !== null && dataset.license !== "") facts.push(dataset.license);
  return facts.join(" · ");
}
