import { count, percent } from "../../components/format";
import { isPair, mistakesAmong, type Cell, type Pair } from "./confusion";

const shown = 10;

interface Props {
  classes: string[];
  cells: Cell[];
  chosen: Pair | undefined;
  onChoose: (pair: Pair) => void;
}

/** The pairs of classes that are confused most often. */
export function ConfusedPairs({ classes, cells, chosen, onChoose }: Props) {
  const pairs = mistakesAmong(cells);
  if (pairs.length === 0) return <p className="muted">There are no mistakes.</p>;
  return (
    <div className="stack confused">
      <h4>Most confused</h4>
      <ol className="confused-pairs" aria-label="Most confused classes">
        {pairs.slice(0, shown).map((cell) => (
          <li key={`${cell.label} ${cell.predicted}`}>
            <button type="button" aria-pressed={isPair(cell, chosen)} onClick={() => { onChoose(cell); }}>
              <span><bdi>{classes[cell.label]}</bdi> → <bdi>{classes[cell.predicted]}</bdi></span>
              <span className="muted">{count(cell.count)} ({percent(cell.fraction)})</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
