import type uPlot from "uplot";
import type { Axis } from "./axis";
import type { ChartLink } from "./chartLink";
import { watchView } from "./useInView";

/** Makes a plot zoom, pan and highlight with all others: a drag zooms, Shift and a drag pans, Ctrl and the wheel zooms, a double click resets. */
export function followLink(plot: uPlot, link: ChartLink, axis: Axis, seriesOf: (module: number) => number | null): () => void {
  let shown = link.zoom() ?? link.extent();
  let pointed: number | null = null;
  let frame = 0;
  let inView = true;
  const apply = () => {
    frame = 0;
    // It follows when it comes into view.
    if (!inView) return;
    const steps = link.zoom() ?? link.extent();
    if (steps !== shown) {
      shown = steps;
      showSteps(plot, axis, steps);
    }
    const module = link.module();
    if (module !== pointed) {
      pointed = module;
      highlight(plot, module === null ? null : seriesOf(module));
    }
  };
  // Many changes between two frames cost one drawing.
  const unsubscribe = link.subscribe(() => { frame ||= requestAnimationFrame(apply); });
  showSteps(plot, axis, shown);
  const over = plot.over;
  const unwatch = watchView(over, (visible) => {
    inView = visible;
    apply();
  });
  const selected = () => {
    const { left, width } = plot.select;
    if (width === 0) return;
    link.setZoom([axis.toStep(plot.posToVal(left, "x")), axis.toStep(plot.posToVal(left + width, "x"))]);
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  };
  (plot.hooks["setSelect"] ??= []).push(selected);
  const reset = (event: Event) => { event.stopImmediatePropagation(); link.setZoom(null); };
  const release = panning(plot, link, axis);
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    link.scale(event.deltaY > 0 ? 1.25 : 0.8, axis.toStep(plot.posToVal(event.offsetX, "x")));
  };
  over.addEventListener("dblclick", reset, true);
  over.addEventListener("wheel", wheel, { passive: false });
  return () => {
    unsubscribe();
    unwatch();
    cancelAnimationFrame(frame);
    release();
    over.removeEventListener("dblclick", reset, true);
    over.removeEventListener("wheel", wheel);
  };
}

export function showSteps(plot: uPlot, axis: Axis, [from, to]: readonly [number, number]): void {
  plot.setScale("x", { min: axis.toX(from), max: axis.toX(to) });
}

function highlight(plot: uPlot, series: number | null): void {
  if (series === null) plot.setSeries(null, { focus: false }, false);
  else plot.setSeries(series, { focus: true }, false);
}

function panning(plot: uPlot, link: ChartLink, axis: Axis): () => void {
  const over = plot.over;
  const start = (event: PointerEvent) => {
    const zoom = link.zoom();
    if (!event.shiftKey || event.button !== 0 || zoom === null) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    over.setPointerCapture(event.pointerId);
    let at = event.clientX;
    const move = (moved: PointerEvent) => {
      const [from, to] = [axis.toX(link.zoom()?.[0] ?? 0), axis.toX(link.zoom()?.[1] ?? 1)];
      const perPixel = (to - from) / over.clientWidth;
      const next = axis.toStep(from - (moved.clientX - at) * perPixel);
      const width = (link.zoom()?.[1] ?? 1) - (link.zoom()?.[0] ?? 0);
      at = moved.clientX;
      link.pan((next - (link.zoom()?.[0] ?? 0)) / width);
    };
    const end = () => {
      over.removeEventListener("pointermove", move);
      over.removeEventListener("pointerup", end);
      over.removeEventListener("pointercancel", end);
    };
    over.addEventListener("pointermove", move);
    over.addEventListener("pointerup", end);
    over.addEventListener("pointercancel", end);
  };
  // uPlot would start a selection.
  const mouse = (event: MouseEvent) => { if (event.shiftKey && link.zoom() !== null) event.stopImmediatePropagation(); };
  over.addEventListener("pointerdown", start, true);
  over.addEventListener("mousedown", mouse, true);
  return () => {
    over.removeEventListener("pointerdown", start, true);
    over.removeEventListener("mousedown", mouse, true);
  };
}
