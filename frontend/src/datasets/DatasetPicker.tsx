import { count } from "../components/format";
import type { Dataset } from "./datasets";

interface Props {
  datasets: Dataset[];
  value: string;
  id: string;
  problem: string | undefined;
  onChange: (name: string) => void;
}

export function DatasetPicker({ datasets, value, id, problem, onChange }: Props) {
  return (
    <fieldset className="cards" id={id} tabIndex={-1} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>Dataset</legend>
      <div className="cards-row">
        {datasets.map((dataset) => (
          <label key={dataset.name} className="card">
            <input
              type="radio"
              name={id}
              checked={dataset.name === value}
              aria-label={dataset.name}
              onChange={() => { onChange(dataset.name); }}
            />
            <span className="card-title mono">{dataset.name}</span>
            <span className="card-help">{dataset.title}</span>
            <span className="card-help">
              {count(dataset.trainCount)} + {count(dataset.testCount)} images, {dataset.width}×{dataset.height}
              {dataset.channels === 3 ? " color" : " grayscale"}, {dataset.classes.length} classes · {dataset.license}
            </span>
          </label>
        ))}
      </div>
      {datasets.length === 0 && <p className="notice notice-warning">No datasets are installed.</p>}
      {problem !== undefined && <p id={`${id}-problem`} className="problem">{problem}</p>}
    </fieldset>
  );
}
