import { useId, useMemo, useRef, useState, type ReactNode } from "react";
import { deferred } from "../components/deferred";
import { Skeleton } from "../components/Skeleton";
import { useTheme } from "../components/theme";
import { clockAxis, stepAxis, type Axis } from "./axis";
import { ChartMenu } from "./ChartMenu";
import type { Line } from "./chartData";
import type { ChartLink } from "./chartLink";
import { Cursor } from "./cursor";
import { Legend } from "./Legend";
import type { Mark } from "./marks";
import { height, type PlotSetup } from "./plotOptions";
import { formatValue, type Unit } from "./unit";

const Plot = deferred(async () => (await import("./Plot")).Plot, <Skeleton lines={1} height={height} />);

interface Props {
  title: string;
  lines: Line[];
  syncKey: string;
  unit: Unit;
  /** Whether the vertical axis can be logarithmic, and whether it is. */
  logarithmic?: boolean;
  log?: boolean;
  onLog?: (log: boolean) => void;
  /** Steps to smooth over; no smoothing by default. */
  smoothing?: number | boolean;
  axis?: Axis;
  /** Whether the steps are seconds since 1970. */
  overTime?: boolean;
  marks?: Mark[];
  link?: ChartLink | undefined;
  emptyText: string;
  /** More controls, shown beside those of the chart. */
  children?: ReactNode;
}

const noMarks: Mark[] = [];

/** A chart with its title, controls and legend. The plotting code is loaded with the first chart. */
export function Chart(props: Props) {
  const { title, lines, syncKey, unit, logarithmic, log = false, onLog, smoothing = false, overTime = false, link, emptyText, children } = props;
  const axis = props.axis ?? (overTime ? clockAxis : stepAxis);
  const marks = props.marks ?? noMarks;
  const theme = useTheme();
  const heading = useId();
  const figure = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [cursor] = useState(() => new Cursor());
  const names = lines.map((line) => line.label).join("\n");
  const linked = link !== undefined;
  const setup = useMemo<PlotSetup>(
    () => ({ labels: names.split("\n"), hidden, theme, logY: log, smoothing, syncKey, unit, axis, marks, linked, onCursor: cursor.moveTo }),
    [names, hidden, theme, log, smoothing, syncKey, unit, axis, marks, linked, cursor],
  );
  return (
    <figure className="panel chart" aria-labelledby={heading} ref={figure}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {children}
        {lines.length > 0 && logarithmic && onLog && (
          <label className="switch">
            <input type="checkbox" checked={log} onChange={(event) => { onLog(event.target.checked); }} />
            Log scale<span className="visually-hidden"> of {title}</span>
          </label>
        )}
        {linked && lines.length > 0 && <ChartMenu title={title} lines={lines} figure={figure} axis={axis} />}
      </figcaption>
      {lines.length === 0 ? (
        <p className="chart-empty" style={{ height }}>{emptyText}</p>
      ) : (
        <>
          <div role="img" aria-label={summary(title, lines, unit, axis)}>
            {hasCanvas() && <Plot lines={lines} setup={setup} link={link} />}
          </div>
          <Legend lines={lines} theme={theme} hidden={hidden} cursor={cursor} unit={unit} axis={axis} onHide={setHidden} />
        </>
      )}
    </figure>
  );
}

/** Some browsers and all tests have no canvas. The summary and the legend still give the values. */
export function hasCanvas(): boolean {
  return document.createElement("canvas").getContext("2d") !== null;
}

function summary(title: string, lines: Line[], unit: Unit, axis: Axis): string {
  const lastValues = lines.flatMap((line) => {
    const end = line.buckets.at(-1);
    return end ? [`${line.label} ${formatValue(end.last, unit)} at ${axis.text(end.step)}`] : [];
  });
  return `${title}: ${lastValues.join(", ")}`;
}
