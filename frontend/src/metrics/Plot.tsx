import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { columns, columnsPerLine, type Line } from "./chartData";
import type { ChartLink } from "./chartLink";
import { height, plotOptions, type PlotSetup } from "./plotOptions";
import { followLink, showSteps } from "./plotLink";

interface Props {
  lines: Line[];
  setup: PlotSetup;
  /** The charts that zoom and highlight together with this one. */
  link?: ChartLink | undefined;
}

/** Draws lines with uPlot. A new setup creates a new plot; new data only updates the existing one. */
export function Plot({ lines, setup, link }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight || height });
    const { width, height: own } = size();
    const drawn = new uPlot(plotOptions(setup, width, own), columns(latest.current, setup.smoothing, setup.axis.toX), element);
    plot.current = drawn;
    const modules = latest.current.map(({ module }) => module);
    const unlink = link && followLink(drawn, link, setup.axis, (module) => {
      const line = modules.indexOf(module);
      return line < 0 ? null : 1 + line * columnsPerLine;
    });
    const resized = new ResizeObserver(() => { drawn.setSize(size()); });
    resized.observe(element);
    return () => {
      unlink?.();
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [setup, link]);
  useEffect(() => {
    const drawn = plot.current;
    if (!drawn) return;
    // Keeps the zoom while new steps arrive.
    const steps = drawn.data[0];
    const { min, max } = drawn.scales["x"] ?? {};
    const zoomed = link
      ? link.zoom() !== null
      : min != null && max != null && (min > (steps[0] ?? min) || max < (steps.at(-1) ?? max));
    drawn.setData(columns(lines, setup.smoothing, setup.axis.toX), !zoomed);
    if (zoomed) drawn.redraw();
    if (link) showSteps(drawn, setup.axis, link.zoom() ?? link.extent());
  }, [lines, setup, link]);
  return <div ref={container} className="plot" />;
}
