import { useId, useState, type PointerEvent } from "react";
import { percent, significant } from "../components/format";
import { useTheme } from "../components/theme";
import { color, dash } from "../metrics/palette";
import { bandPath, frame, height, pathOf, scalesOf, type Scales } from "./scales";
import { axisText } from "./ticks";
import { useWidth } from "./useWidth";

export type Point = [x: number, y: number];

/** The range of values at each x, in the order of x. */
export type Band = [x: number, low: number, high: number][];

export interface OverlayLine {
  label: string;
  points: Point[];
  /** Drawn behind the line; its ends stand beside the value in the legend. */
  band?: Band;
}

export type Axis = "step" | "epoch" | "time" | "images" | "depth";
export type Unit = "percent" | "points" | "number";

interface Props {
  title: string;
  x: Axis;
  unit: Unit;
  lines: OverlayLine[];
  /** Whether the points are marked and not only joined. */
  marked?: boolean;
  emptyText: string;
}

const axisNames: Record<Axis, string> = { step: "step", epoch: "epoch", time: "training time", images: "images", depth: "depth of the boundary, 0 = input, 1 = output" };

/** Lines of several runs over one axis, one color and one dash each, with the values at the cursor or at the end. */
export function OverlayChart({ title, x, unit, lines, marked = false, emptyText }: Props) {
  const heading = useId();
  const theme = useTheme();
  const { box, width } = useWidth();
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = lines.filter((line) => line.points.length > 0);
  const all = shown.flatMap((line) => line.points).filter(([, y]) => Number.isFinite(y));
  const bands = shown.flatMap(({ band = [] }) => band.flatMap(([at, low, high]): Point[] => [[at, low], [at, high]]));
  const scales = scalesOf([...all, ...bands], width, x, unit);
  const move = (event: PointerEvent) => {
    setCursor(scales.atX(event.clientX - event.currentTarget.getBoundingClientRect().left));
  };
  return (
    <figure className="panel chart" aria-labelledby={heading}>
      <figcaption><h3 id={heading}>{title}</h3></figcaption>
      <div ref={box} className="overlay-box">
        {all.length === 0 ? <p className="chart-empty" style={{ height }}>{emptyText}</p> : (
          <svg className="overlay" width={width} height={height} role="img" aria-label={summary(title, shown, unit)} onPointerMove={move} onPointerLeave={() => { setCursor(null); }}>
            <Axes scales={scales} x={x} unit={unit} width={width} />
            {lines.map((line, index) => (
              <g key={`${line.label} ${index}`} stroke={color(theme, index, lines.length)} fill={color(theme, index, lines.length)}>
                {line.band && line.band.length > 0 && <path className="overlay-band" d={bandPath(line.band, scales)} stroke="none" />}
                <path d={pathOf(line.points, scales)} fill="none" strokeWidth="1.75" strokeDasharray={dash(index).join(" ")} />
                {(marked || line.points.length <= 30) && line.points.map(([px, py]) => <circle key={px} cx={scales.x(px)} cy={scales.y(py)} r="2.5" stroke="none" />)}
              </g>
            ))}
            {cursor !== null && <line className="overlay-cursor" x1={scales.x(cursor)} x2={scales.x(cursor)} y1={frame.top} y2={height - frame.bottom} />}
          </svg>
        )}
      </div>
      <ul className="legend legend-whole">
        {lines.map((line, index) => (
          <li key={`${line.label} ${index}`} className="overlay-legend">
            <svg viewBox="0 0 24 6" width="24" height="6" aria-hidden="true">
              <path d="M0 3h24" stroke={color(theme, index, lines.length)} strokeWidth="2.5" strokeDasharray={dash(index).join(" ")} />
            </svg>
            <bdi className="user-text">{line.label}</bdi> <span className="legend-value">{valueAt(line, cursor, unit)}</span>
          </li>
        ))}
        <li className="legend-step muted">{cursor === null ? "latest" : `${x} ${axisText(cursor, x)}`}</li>
      </ul>
    </figure>
  );
}

function Axes({ scales, x, unit, width }: { scales: Scales; x: Axis; unit: Unit; width: number }) {
  return (
    <g className="overlay-axes">
      {scales.yTicks.map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={width - frame.right} y1={scales.y(tick)} y2={scales.y(tick)} />
          <text x={frame.left - 6} y={scales.y(tick) + 4} textAnchor="end">{valueText(tick, unit, true)}</text>
        </g>
      ))}
      {scales.xTicks.map((tick) => <text key={tick} x={scales.x(tick)} y={height - frame.bottom + 15} textAnchor="middle">{axisText(tick, x)}</text>)}
      <text x={(frame.left + width - frame.right) / 2} y={height - 4} textAnchor="middle">{axisNames[x]}</text>
    </g>
  );
}

function valueAt(line: OverlayLine, cursor: number | null, unit: Unit): string {
  const point = cursor === null ? line.points.at(-1) : line.points.findLast(([x]) => x <= cursor);
  if (!point) return "–";
  const range = line.band?.find(([x]) => x === point[0]);
  const value = valueText(point[1], unit, false);
  return range ? `${value} (${valueText(range[1], unit, false)} to ${valueText(range[2], unit, false)})` : value;
}

function valueText(value: number, unit: Unit, isTick: boolean): string {
  if (unit === "percent") return percent(value, isTick ? 0 : 2);
  if (unit === "points") return value.toFixed(isTick ? 1 : 2);
  return isTick ? String(Number(value.toPrecision(3))) : significant(value);
}

function summary(title: string, lines: OverlayLine[], unit: Unit): string {
  return `${title}: ${lines.map((line) => `${line.label} ${valueAt(line, null, unit)}`).join(", ")}`;
}
