import { useState } from "react";
import { count } from "../components/format";
import { Pills } from "../components/Pills";
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
  const dataset = versions.find((version) => qualifiedName(version) === value) ?? versions[0];
  return (
    <Pills
      id={id}
      legend="Data set"
      pills={shown.map(([name, [newest]]) => ({ value: name, name, className: "pill-name mono", title: newest?.title ?? name }))}
      chosen={chosen.name}
      problem={problem}
      onChoose={onChange}
      before={names.size > searchFrom && (
        <input type="search" className="picker-search" aria-label="Search data sets" placeholder="Search" value={text} onChange={(event) => { setText(event.target.value); }} />
      )}
    >
      {dataset && (
        <p className="help">
          <code>{qualifiedName(dataset)}</code>{" "}
          {dataset.title !== null && dataset.title !== dataset.name && <><bdi className="user-text">{dataset.title}</bdi> · </>}
          {factsOf(dataset)}
        </p>
      )}
      {versions.length > 1 && (
        <div className="row picker-version">
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
    </Pills>
  );
}

function factsOf(dataset: Dataset): string {
  const facts = [`${pictureCount(dataset) ?? "?"} images, ${pictureSize(dataset) ?? "unknown size"}, ${count(dataset.classes?.length ?? 0)} classes`];
  if (dataset.license !== null && dataset.license !== "") facts.push(dataset.license);
  return facts.join(" · ");
}
