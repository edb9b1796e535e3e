import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { columns, type Line } from "./chartData";
import { height, plotOptions, type PlotSetup } from "./plotOptions";

interface Props {
  lines: Line[];
  setup: PlotSetup;
}

/** Draws lines with uPlot. A new setup creates a new plot; new data only updates the existing one. */
export default function Plot({ lines, setup }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const drawn = new uPlot(plotOptions(setup, element.clientWidth), columns(latest.current, setup.smooth), element);
    plot.current = drawn;
    const resized = new ResizeObserver(() => { drawn.setSize({ width: element.clientWidth, height }); });
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [setup]);
  useEffect(() => {
    const drawn = plot.current;
    if (!drawn) return;
    // Keeps the zoom while new steps arrive.
    const steps = drawn.data[0];
    const { min, max } = drawn.scales["x"] ?? {};
    const zoomed = min != null && max != null && (min > (steps[0] ?? min) || max < (steps.at(-1) ?? max));
    drawn.setData(columns(lines, setup.smooth), !zoomed);
    if (zoomed) drawn.redraw();
  }, [lines, setup]);
  return <div ref={container} className="plot" style={{ height }} />;
}
