import { useState, type PointerEvent } from "react";
import { useNavigate } from "react-router";
import { ticks } from "../compare/ticks";
import { useWidth } from "../compare/useWidth";
import { bytes, duration, percent } from "../components/format";
import { useTheme } from "../components/theme";
import { color } from "../metrics/palette";
import { inBrush, paretoOf, type Brush, type MemoryKind, type Run } from "./pareto";

interface Props {
  runs: Run[];
  memory: MemoryKind;
  brush: Brush | null;
  onBrush: (brush: Brush | null) => void;
}

const height = 420;
const frame = { left: 58, right: 16, top: 12, bottom: 40 };
/** A shorter drag is a click. */
const shortestDrag = 5;

/** Memory and accuracy of runs: one color for each rule, larger points took longer, crosses are back-propagation. */
export function Scatter({ runs, memory, brush, onBrush }: Props) {
  const theme = useTheme();
  const { box, width } = useWidth();
  const [drag, setDrag] = useState<{ from: [number, number]; to: [number, number] } | null>(null);
  const scales = scalesOf(runs, width);
  const rules = [...new Set(runs.map((run) => run.rule))].sort();
  const longest = Math.max(...runs.map((run) => run.seconds ?? 0), 1);
  const pareto = paretoOf(runs);
  const place = (event: PointerEvent<SVGSVGElement>): [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const end = () => {
    if (drag && Math.hypot(drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]) >= shortestDrag) onBrush(scales.brush(drag.from, drag.to));
    setDrag(null);
  };
  return (
    <figure className="panel chart" aria-label="Test accuracy against memory">
      <div ref={box} className="overlay-box">
        <svg
          className="overlay scatter" width={width} height={height} role="group"
          aria-label={`${runs.length} runs, test accuracy against ${memory} memory; the list below has the same figures`}
          onPointerDown={(event) => { setDrag({ from: place(event), to: place(event) }); }}
          onPointerMove={(event) => { if (drag) setDrag({ ...drag, to: place(event) }); }}
          onPointerUp={end} onPointerLeave={end}
        >
          <Grid scales={scales} width={width} memory={memory} />
          <path className="scatter-pareto" d={pareto.map((run, index) => `${index === 0 ? "M" : "L"}${scales.x(run.memoryBytes)} ${scales.y(run.accuracy)}`).join("")} fill="none" />
          {runs.map((run) => (
            <Mark key={run.id} run={run} x={scales.x(run.memoryBytes)} y={scales.y(run.accuracy)} radius={3 + 7 * Math.sqrt((run.seconds ?? 0) / longest)} color={color(theme, rules.indexOf(run.rule), rules.length)} faded={!inBrush(run, brush)} />
          ))}
          {drag && <rect className="scatter-brush" x={Math.min(drag.from[0], drag.to[0])} y={Math.min(drag.from[1], drag.to[1])} width={Math.abs(drag.to[0] - drag.from[0])} height={Math.abs(drag.to[1] - drag.from[1])} />}
        </svg>
      </div>
      <ul className="legend legend-whole">
        {rules.map((rule, index) => (
          <li key={rule} className="overlay-legend">
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><Shape rule={rule} x={6} y={6} radius={4.5} color={color(theme, index, rules.length)} /></svg>
            {rule}
          </li>
        ))}
        <li className="overlay-legend"><span className="pareto-key" aria-hidden="true" /> no run beats these in both</li>
        <li className="legend-step muted">The larger the mark, the longer the training. Drag to select runs.</li>
      </ul>
    </figure>
  );
}

function Mark({ run, x, y, radius, color: fill, faded }: { run: Run; x: number; y: number; radius: number; color: string; faded: boolean }) {
  const navigate = useNavigate();
  const text = `${run.name}: ${run.rule}, ${percent(run.accuracy, 2)}, ${bytes(run.memoryBytes)}${run.seconds === undefined ? "" : `, ${duration(run.seconds)}`}`;
  return (
    <a
      href={`/jobs/${run.id}`} className={faded ? "scatter-mark faded" : "scatter-mark"} aria-label={text}
      onClick={(event) => {
        event.preventDefault();
        void navigate(`/jobs/${run.id}`);
      }}
      onDragStart={(event) => { event.preventDefault(); }}
    >
      <title>{text}</title>
      <Shape rule={run.rule} x={x} y={y} radius={radius} color={fill} />
    </a>
  );
}

function Shape({ rule, x, y, radius, color: fill }: { rule: string; x: number; y: number; radius: number; color: string }) {
  if (!rule.includes("backprop")) return <circle cx={x} cy={y} r={radius} fill={fill} fillOpacity="0.7" stroke={fill} />;
  const arm = radius * 0.85;
  return (
    <>
      <circle cx={x} cy={y} r={radius} fill="transparent" />
      <path d={`M${x - arm} ${y - arm}L${x + arm} ${y + arm}M${x - arm} ${y + arm}L${x + arm} ${y - arm}`} stroke={fill} strokeWidth="2.5" />
    </>
  );
}

interface Scales {
  x: (bytes: number) => number;
  y: (accuracy: number) => number;
  xTicks: { at: number; text: string }[];
  yTicks: number[];
  brush: (from: [number, number], to: [number, number]) => Brush;
}

function scalesOf(runs: Run[], width: number): Scales {
  const padded = (values: number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = (high - low || high || 1) * 0.08;
    return [Math.max(0, low - margin), high + margin];
  };
  const [left, right] = padded(runs.map((run) => run.memoryBytes));
  const [bottom, top] = padded(runs.map((run) => run.accuracy));
  const inner = Math.max(1, width - frame.left - frame.right);
  const tall = height - frame.top - frame.bottom;
  const unit = right >= 2 ** 30 ? 2 ** 30 : 2 ** 20;
  const xTicks = ticks(left / unit, right / unit, Math.max(2, Math.floor(inner / 100)));
  const memoryAt = (x: number) => left + ((x - frame.left) / inner) * (right - left);
  const accuracyAt = (y: number) => top - ((y - frame.top) / tall) * (top - bottom);
  return {
    x: (value) => frame.left + ((value - left) / (right - left)) * inner,
    y: (value) => frame.top + (1 - (value - bottom) / (top - bottom)) * tall,
    xTicks: xTicks.map((tick) => ({ at: tick * unit, text: `${tick} ${unit === 2 ** 30 ? "GiB" : "MiB"}` })),
    yTicks: ticks(bottom, top, 5),
    brush: (from, to) => ({
      memory: [memoryAt(Math.min(from[0], to[0])), memoryAt(Math.max(from[0], to[0]))],
      accuracy: [accuracyAt(Math.max(from[1], to[1])), accuracyAt(Math.min(from[1], to[1]))],
    }),
  };
}

function Grid({ scales, width, memory }: { scales: Scales; width: number; memory: MemoryKind }) {
  return (
    <g className="overlay-axes">
      {scales.yTicks.map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={width - frame.right} y1={scales.y(tick)} y2={scales.y(tick)} />
          <text x={frame.left - 6} y={scales.y(tick) + 4} textAnchor="end">{percent(tick, tick * 100 % 1 < 1e-6 ? 0 : 1)}</text>
        </g>
      ))}
      {scales.xTicks.map(({ at, text }) => <text key={at} x={scales.x(at)} y={height - frame.bottom + 16} textAnchor="middle">{text}</text>)}
      <text x={(frame.left + width - frame.right) / 2} y={height - 4} textAnchor="middle">{memory} peak memory</text>
    </g>
  );
}
