import { useEffect, useId, useRef } from "react";
import { Menu } from "../components/Menu";
import type { XUnit } from "./axis";
import { useChartLink } from "./chartLink";
import type { ChartDefinition } from "./definitions";
import { defaultSmoothing } from "./chartData";
import { toggled, type ChartView, type useChartView } from "./useChartView";
import { useSettledZoom } from "./useSettledZoom";

interface Props {
  view: ChartView;
  change: ReturnType<typeof useChartView>[1];
  available: ChartDefinition[];
  shown: ChartDefinition[];
  lastStep: number;
  canShowTime: boolean;
}

const units: [XUnit, string][] = [["step", "Step"], ["epoch", "Epoch"], ["time", "Time"]];

/** What holds for all charts: horizontal axis, smoothing, zoom, marks and which of them are shown. */
export function ChartToolbar({ view, change, available, shown, lastStep, canShowTime }: Props) {
  const chosen = new Set(shown.map(({ id }) => id));
  return (
    <div className="chart-toolbar" role="toolbar" aria-label="Charts">
      <span className="segments segments-small" role="group" aria-label="Horizontal axis">
        {units.map(([unit, name]) => (
          <button key={unit} type="button" aria-pressed={view.x === unit} disabled={unit === "time" && !canShowTime} onClick={() => { change({ x: unit === "step" ? null : unit }); }}>
            {name}
          </button>
        ))}
      </span>
      <Smoothing steps={view.smooth ?? defaultSmoothing(lastStep)} lastStep={lastStep} onChange={(steps) => { change({ smooth: String(steps) }); }} />
      <label className="switch">
        <input type="checkbox" checked={view.marks} onChange={(event) => { change({ marks: event.target.checked ? null : "off" }); }} />
        Marks
      </label>
      <span className="spacer" />
      <ZoomButtons change={change} />
      <Menu label={`Charts: ${shown.length} of ${available.length}`} summary={`Charts: ${shown.length} of ${available.length}`} className="button-small" panelClassName="chart-choice">
        {available.map(({ id, title }) => (
          <label key={id} className="switch">
            <input type="checkbox" checked={chosen.has(id)} onChange={(event) => { change({ charts: toggled(chosen, id, event.target.checked) ?? "none" }); }} />
            {title}
          </label>
        ))}
        {view.charts && <button type="button" className="button button-small" onClick={() => { change({ charts: null }); }}>Default charts</button>}
      </Menu>
    </div>
  );
}

/** A slider over 1, 2, 5, 10, 20 … steps, up to a fifth of the training. */
function Smoothing({ steps, lastStep, onChange }: { steps: number; lastStep: number; onChange: (steps: number) => void }) {
  const id = useId();
  const stops = [0, ...Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat().filter((stop) => stop > 1 && stop <= Math.max(10, lastStep / 5))];
  const nearest = stops.findLastIndex((stop) => stop <= steps);
  const text = steps === 0 ? "off" : `${steps} steps`;
  return (
    <span className="smoothing">
      <label htmlFor={id}>Smoothing</label>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        value={Math.max(0, nearest)}
        aria-valuetext={text}
        onChange={(event) => { onChange(stops[Number(event.target.value)] ?? 0); }}
      />
      <output htmlFor={id}>{text}</output>
    </span>
  );
}

function ZoomButtons({ change }: { change: Props["change"] }) {
  const link = useChartLink();
  const zoom = useSettledZoom();
  const text = zoom ? `${zoom[0]}-${zoom[1]}` : null;
  const written = useRef(text);
  useEffect(() => {
    if (text === written.current) return;
    written.current = text;
    change({ zoom: text });
  }, [text, change]);
  return (
    <span className="zoom" role="group" aria-label="Zoom" title="Drag in a chart to zoom. Shift and drag moves, Ctrl and the wheel zooms, a double click shows all.">
      <button type="button" className="button button-small" aria-label="Earlier steps" disabled={!zoom} onClick={() => { link.pan(-0.25); }}>‹</button>
      <button type="button" className="button button-small" aria-label="Zoom in" onClick={() => { link.scale(0.5); }}>+</button>
      <button type="button" className="button button-small" aria-label="Zoom out" disabled={!zoom} onClick={() => { link.scale(2); }}>−</button>
      <button type="button" className="button button-small" aria-label="Later steps" disabled={!zoom} onClick={() => { link.pan(0.25); }}>›</button>
      <button type="button" className="button button-small" disabled={!zoom} onClick={() => { link.setZoom(null); }}>Reset zoom</button>
    </span>
  );
}
