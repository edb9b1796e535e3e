import type { Theme } from "../components/theme";
import type { Line } from "./chartData";
import { color, dash } from "./palette";
import { formatValue, position, type Unit } from "./unit";

interface Props {
  lines: Line[];
  theme: Theme;
  hidden: ReadonlySet<string>;
  cursor: number | null;
  unit: Unit;
  overTime: boolean;
  onHide: (hidden: ReadonlySet<string>) => void;
}

/** Name, dash pattern and value of each line: the value at the cursor, or the latest one. A click hides or shows a line. */
export function Legend({ lines, theme, hidden, cursor, unit, overTime, onHide }: Props) {
  const steps = cursor === null ? [] : [...new Set(lines.flatMap((line) => line.buckets.map((bucket) => bucket.step)))];
  const step = cursor === null ? undefined : steps.sort((a, b) => a - b)[cursor];
  const toggle = (label: string) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    onHide(next);
  };
  return (
    <ul className="legend">
      {lines.map((line, index) => (
        <li key={line.label}>
          <button type="button" aria-pressed={!hidden.has(line.label)} onClick={() => { toggle(line.label); }}>
            <svg viewBox="0 0 24 6" width="24" height="6" aria-hidden="true">
              <path d="M0 3h24" stroke={color(theme, index, lines.length)} strokeWidth="2.5" strokeDasharray={dash(index).join(" ")} />
            </svg>
            {line.label}
            <span className="legend-value">{valueAt(line, step, unit)}</span>
          </button>
        </li>
      ))}
      <li className="legend-step muted">{step === undefined ? "latest" : position(step, overTime)}</li>
    </ul>
  );
}

function valueAt(line: Line, step: number | undefined, unit: Unit): string {
  const bucket =
    step === undefined ? line.buckets.at(-1) : line.buckets.findLast((candidate) => candidate.step <= step);
  return bucket ? formatValue(step === undefined ? bucket.last : bucket.mean, unit) : "–";
}
