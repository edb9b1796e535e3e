import { lazy, Suspense, useId, useMemo, useState, type ReactNode } from "react";
import { Skeleton } from "../components/Skeleton";
import { useTheme } from "../components/theme";
import type { Line } from "./chartData";
import { Legend } from "./Legend";
import { height, type PlotSetup } from "./plotOptions";
import { formatValue, position, type Unit } from "./unit";

const Plot = lazy(() => import("./Plot"));

interface Props {
  title: string;
  lines: Line[];
  syncKey: string;
  unit: Unit;
  logarithmic?: boolean;
  smoothing?: boolean;
  /** Whether the steps are seconds since 1970. */
  overTime?: boolean;
  emptyText: string;
  /** More controls, shown beside those of the chart. */
  children?: ReactNode;
}

/** A chart with its title, controls and legend. The plotting code is loaded with the first chart. */
export function Chart({ title, lines, syncKey, unit, logarithmic, smoothing, overTime = false, emptyText, children }: Props) {
  const theme = useTheme();
  const heading = useId();
  const [logY, setLogY] = useState(false);
  const [smooth, setSmooth] = useState(true);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<number | null>(null);
  const names = lines.map((line) => line.label).join("\n");
  const smoothed = smooth && smoothing === true;
  const setup = useMemo<PlotSetup>(
    () => ({ labels: names.split("\n"), hidden, theme, logY, smooth: smoothed, syncKey, unit, overTime, onCursor: setCursor }),
    [names, hidden, theme, logY, smoothed, syncKey, unit, overTime],
  );
  return (
    <figure className="panel chart" aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {children}
        {lines.length > 0 && smoothing && <Switch label="Smooth" on={smooth} onChange={setSmooth} />}
        {lines.length > 0 && logarithmic && <Switch label="Log scale" on={logY} onChange={setLogY} />}
      </figcaption>
      {lines.length === 0 ? (
        <p className="chart-empty" style={{ height }}>{emptyText}</p>
      ) : (
        <>
          <div role="img" aria-label={summary(title, lines, unit, overTime)}>
            <Suspense fallback={<Skeleton lines={1} height={height} />}>{hasCanvas() && <Plot lines={lines} setup={setup} />}</Suspense>
          </div>
          <Legend lines={lines} theme={theme} hidden={hidden} cursor={cursor} unit={unit} overTime={overTime} onHide={setHidden} />
        </>
      )}
    </figure>
  );
}

function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="switch">
      <input type="checkbox" checked={on} onChange={(event) => { onChange(event.target.checked); }} />
      {label}
    </label>
  );
}

/** Some browsers and all tests have no canvas. The summary and the legend still give the values. */
function hasCanvas(): boolean {
  return document.createElement("canvas").getContext("2d") !== null;
}

function summary(title: string, lines: Line[], unit: Unit, overTime: boolean): string {
  const lastValues = lines.flatMap((line) => {
    const end = line.buckets.at(-1);
    return end ? [`${line.label} ${formatValue(end.last, unit)} at ${position(end.step, overTime)}`] : [];
  });
  return `${title}: ${lastValues.join(", ")}`;
}
