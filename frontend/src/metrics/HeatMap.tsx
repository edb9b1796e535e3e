import { useId, useMemo, useRef, useState, type ReactNode } from "react";
import { useTheme } from "../components/theme";
import type { Axis } from "./axis";
import { hasCanvas } from "./Chart";
import { ChartMenu } from "./ChartMenu";
import type { Line } from "./chartData";
import { useChartLink } from "./chartLink";
import type { ChartDefinition } from "./definitions";
import { HeatCells, type Place } from "./HeatCells";
import { colorAt, scaleOf, type ColorScale } from "./heatColors";
import { formatValue } from "./unit";

interface Props {
  definition: ChartDefinition;
  lines: Line[];
  axis: Axis;
  lastStep: number;
  /** Whether only the last values are known yet. */
  isLoading: boolean;
  onModule: (module: number) => void;
  children?: ReactNode;
}

/** Modules from the first at the top to the last, steps from left to right, the value as a color. A click on a row opens its module. */
export function HeatMap({ definition, lines, axis, lastStep, isLoading, onModule, children }: Props) {
  const { title, unit } = definition;
  const heading = useId();
  const figure = useRef<HTMLElement>(null);
  const theme = useTheme();
  const scale = useMemo(() => scaleOf(lines, definition.logarithmic === true), [lines, definition.logarithmic]);
  const [place, setPlace] = useState<Place | null>(null);
  const cells = useMemo(() => (isLoading ? lines.map((line) => ({ ...line, buckets: [] })) : lines), [isLoading, lines]);
  const summary = useMemo(() => lines.map(({ label, buckets }) => `${label} ${formatValue(buckets.at(-1)?.last ?? NaN, unit)}`).join(", "), [lines, unit]);
  const link = useChartLink();
  const rowAt = lines[place?.row ?? -1];
  const bucket = place ? (rowAt?.buckets.find(({ step }) => step >= place.step) ?? rowAt?.buckets.at(-1)) : undefined;
  const point = (next: Place | null) => {
    setPlace(next);
    link.point((next && lines[next.row]?.module) ?? null);
  };
  return (
    <figure className="panel chart" aria-labelledby={heading} ref={figure}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {children}
        <ChartMenu title={title} lines={lines} figure={figure} axis={axis} />
      </figcaption>
      <div role="img" aria-label={`${title}: ${summary}`}>
        {hasCanvas() && <HeatCells lines={cells} scale={scale} axis={axis} lastStep={lastStep} theme={theme} onPoint={point} onChoose={(row) => { const module = lines[row]?.module; if (module !== undefined) onModule(module); }} />}
      </div>
      <div className="heat-foot">
        <span className="muted">{rowAt && bucket ? `${rowAt.label}, ${axis.text(bucket.step)}: ` : "Point at a cell to read it; a click opens the module."}</span>
        {rowAt && bucket && <strong>{formatValue(bucket.mean, unit)}</strong>}
        <span className="spacer" />
        <ScaleLegend scale={scale} text={(value) => formatValue(value, unit)} />
      </div>
    </figure>
  );
}

function ScaleLegend({ scale, text }: { scale: ColorScale; text: (value: number) => string }) {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((part) => colorAt(part)).join(", ");
  return (
    <span className="heat-scale">
      {text(scale.low)} <span aria-hidden="true" style={{ background: `linear-gradient(to right, ${stops})` }} /> {text(scale.high)}
    </span>
  );
}
