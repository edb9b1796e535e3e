import { useRef, useState, type KeyboardEvent } from "react";
import { count, percent } from "../../components/format";
import { isPair, strength, type Cell, type Pair } from "./confusion";

interface Props {
  classes: string[];
  cells: Cell[];
  chosen: Pair | undefined;
  onChoose: (pair: Pair) => void;
}

const steps: Record<string, [label: number, predicted: number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

/** A heat map of labels and predictions. Arrow keys move between the cells, which are buttons. */
export function ConfusionMatrix({ classes, cells, chosen, onChoose }: Props) {
  const [at, setAt] = useState<Pair>({ label: 0, predicted: 0 });
  const table = useRef<HTMLTableElement>(null);
  const known = new Map(cells.map((cell) => [`${cell.label} ${cell.predicted}`, cell]));
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (index: number) => Math.min(classes.length - 1, Math.max(0, index));
    const next = { label: within(at.label + step[0]), predicted: within(at.predicted + step[1]) };
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.label} ${next.predicted}"]`)?.focus();
  };
  return (
    <div className="matrix-frame">
      <table ref={table} className="matrix" role="grid" aria-label="Confusion matrix" onKeyDown={move}>
        <thead>
          <tr>
            <td className="matrix-corner">label ↓ &nbsp;prediction →</td>
            {classes.map((name, index) => <th key={index} scope="col"><span title={name}>{name}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, label) => (
            <tr key={label}>
              <th scope="row"><span title={name}>{name}</span></th>
              {classes.map((other, predicted) => {
                const cell = known.get(`${label} ${predicted}`);
                const number = cell?.count ?? 0;
                const isHere = isPair(at, { label, predicted });
                const tone = label === predicted ? "--accent" : "--danger";
                return (
                  <td key={predicted} role="gridcell">
                    <button
                      type="button"
                      data-cell={`${label} ${predicted}`}
                      className={number === 0 ? "matrix-zero" : undefined}
                      tabIndex={isHere ? 0 : -1}
                      aria-pressed={isPair({ label, predicted }, chosen)}
                      aria-label={`${name} predicted as ${other}: ${count(number)}`}
                      title={`${name} → ${other}: ${count(number)}${cell ? ` (${percent(cell.fraction)})` : ""}`}
                      style={cell && { backgroundColor: `color-mix(in srgb, var(${tone}) ${Math.round(strength(cell.fraction) * 45)}%, transparent)` }}
                      onClick={() => {
                        setAt({ label, predicted });
                        onChoose({ label, predicted });
                      }}
                    >
                      {number === 0 ? "·" : compact(number)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** At most four characters. */
function compact(number: number): string {
  return number < 10_000 ? String(number) : `${Math.round(number / 1000)}k`;
}
