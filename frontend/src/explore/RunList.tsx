import { useState } from "react";
import { Link } from "react-router";
import { bytes, duration, percent } from "../components/format";
import { paretoOf, type Run } from "./pareto";

interface Props {
  /** The chosen runs. */
  runs: Run[];
  all: Run[];
  onClear: (() => void) | undefined;
}

const pageSize = 20;

/** The chosen runs as a table, which needs neither a mouse nor eyes for colors. */
export function RunList({ runs, all, onClear }: Props) {
  const [marked, setMarked] = useState<string[]>([]);
  const [shown, setShown] = useState(pageSize);
  const pareto = new Set(paretoOf(all).map((run) => run.id));
  const sorted = [...runs].sort((one, other) => other.accuracy - one.accuracy);
  const compared = marked.filter((id) => runs.some((run) => run.id === id));
  const toggle = (id: string) => { setMarked(marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id]); };
  return (
    <section className="panel" aria-labelledby="run-list">
      <div className="row">
        <h2 id="run-list">{onClear ? `${runs.length} of ${all.length} runs` : `${runs.length} runs`}, most accurate first</h2>
        <span className="spacer" />
        {onClear && <button type="button" className="button button-small" onClick={onClear}>Show all</button>}
        {compared.length > 1 && <Link className="button button-small button-primary" to={`/compare?jobs=${compared.slice(0, 10).join(",")}`}>Compare {compared.length}</Link>}
      </div>
      <div className="wide-table" tabIndex={0} role="region" aria-label="Runs">
        <table className="table table-plain run-list">
          <thead>
            <tr>
              <th scope="col"><span className="visually-hidden">Select</span></th>
              <th scope="col">Run</th><th scope="col">Rule</th><th scope="col" className="number">Test accuracy</th>
              <th scope="col" className="number">Memory</th><th scope="col" className="number">Time</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((run) => (
              <tr key={run.id}>
                <td><input type="checkbox" aria-label={`Select ${run.name}`} checked={marked.includes(run.id)} onChange={() => { toggle(run.id); }} /></td>
                <td><Link to={`/jobs/${run.id}`}><bdi className="user-text">{run.name}</bdi></Link>{pareto.has(run.id) && <span className="badge badge-active pareto-badge" title="No run beats it in both memory and accuracy">Pareto front</span>}</td>
                <td>{run.rule}</td>
                <td className="number">{percent(run.accuracy, 2)}</td>
                <td className="number">{bytes(run.memoryBytes)}</td>
                <td className="number">{run.seconds === undefined ? "–" : duration(run.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > shown && (
        <button type="button" className="button button-small" onClick={() => { setShown(shown + 5 * pageSize); }}>
          Show more ({sorted.length - shown})
        </button>
      )}
    </section>
  );
}
