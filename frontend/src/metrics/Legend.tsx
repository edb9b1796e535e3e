import { useMemo, useState } from "react";
import type { Theme } from "../components/theme";
import type { Axis } from "./axis";
import type { Line } from "./chartData";
import { useChartLink, usePointedModule } from "./chartLink";
import { useCursor, type Cursor } from "./cursor";
import { color, dash } from "./palette";
import { formatValue, type Unit } from "./unit";

interface Props {
  lines: Line[];
  theme: Theme;
  hidden: ReadonlySet<string>;
  cursor: Cursor;
  unit: Unit;
  axis: Axis;
  onHide: (hidden: ReadonlySet<string>) => void;
}

/** Entries that are shown before the reader asks for all. */
const few = 12;

/** Name, dash pattern and value of each line: the value at the cursor, or the latest one. A click hides or shows a line. */
export function Legend({ lines, theme, hidden, cursor, unit, axis, onHide }: Props) {
  const [all, setAll] = useState(false);
  const link = useChartLink();
  const pointed = usePointedModule();
  const index = useCursor(cursor);
  const isRead = index !== null;
  const steps = useMemo(() => (isRead ? stepsOf(lines) : []), [lines, isRead]);
  const step = index === null ? undefined : steps[index];
  const toggle = (label: string) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    onHide(next);
  };
  const shown = all || lines.length <= few + 1 ? lines : lines.slice(0, few);
  return (
    <ul className={`legend ${lines.length > 6 ? "legend-many" : ""}`}>
      {shown.map((line, index) => (
        <li key={line.label} className={line.module !== undefined && line.module === pointed ? "legend-pointed" : undefined}>
          <button
            type="button"
            aria-pressed={!hidden.has(line.label)}
            onClick={() => { toggle(line.label); }}
            onPointerEnter={() => { link.point(line.module ?? null); }}
            onPointerLeave={() => { link.point(null); }}
          >
            <svg viewBox="0 0 24 6" width="24" height="6" aria-hidden="true">
              <path d="M0 3h24" stroke={color(theme, index, lines.length)} strokeWidth="2.5" strokeDasharray={dash(index).join(" ")} />
            </svg>
            {line.label}<span className="visually-hidden">: </span>
            <span className="legend-value">{valueAt(line, step, unit)}</span>
          </button>
        </li>
      ))}
      {lines.length > few + 1 && (
        <li>
          <button type="button" className="legend-more" aria-expanded={all} onClick={() => { setAll(!all); }}>
            {all ? "Fewer" : `${lines.length - few} more`}
          </button>
        </li>
      )}
      <li className="legend-step muted">{step === undefined ? "latest" : axis.text(step)}</li>
    </ul>
  );
}

function stepsOf(lines: Line[]): number[] {
  return [...new Set(lines.flatMap((line) => line.buckets.map((bucket) => bucket.step)))].sort((a, b) => a - b);
}

function valueAt(line: Line, step: number | undefined, unit: Unit): string {
  const bucket =
    step === undefined ? line.buckets.at(-1) : line.buckets.findLast((candidate) => candidate.step <= step);
  return bucket ? formatValue(step === undefined ? bucket.last : bucket.mean, unit) : "–";
}
