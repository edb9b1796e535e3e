import { useCallback, useEffect, useRef, useState } from "react";
import type { Theme } from "../components/theme";
import type { Axis } from "./axis";
import type { Line } from "./chartData";
import { useChartLink, type Range } from "./chartLink";
import { drawCells, type ColorScale } from "./heatColors";
import { axisColors } from "./palette";
import { watchView } from "./useInView";

/** A place in a heat map. */
export interface Place {
  row: number;
  step: number;
}

const labels = 46;
const top = 7;
const bottom = 22;

interface Props {
  lines: Line[];
  scale: ColorScale;
  axis: Axis;
  lastStep: number;
  theme: Theme;
  onPoint: (place: Place | null) => void;
  onChoose: (row: number) => void;
}

/** The cells of a heat map with their rows and steps. It follows the link between two frames, without a new rendering, while it is in view. */
export function HeatCells({ lines, scale, axis, lastStep, theme, onPoint, onChoose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const link = useChartLink();
  const [width, setWidth] = useState(0);
  const rowHeight = Math.max(5, Math.min(26, Math.floor(250 / lines.length)));
  const height = top + rowHeight * lines.length + bottom;
  const range = useCallback((): Range => link.zoom() ?? [0, Math.max(1, lastStep)], [link, lastStep]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const resized = new ResizeObserver(() => { setWidth(element.clientWidth); });
    resized.observe(element);
    return () => { resized.disconnect(); };
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0) return;
    let frame = 0;
    let inView = true;
    const draw = () => {
      frame = 0;
      if (!inView) return;
      clear(element, context, width, height);
      const [from, to] = range();
      const [start, end] = [axis.toX(from), axis.toX(to)];
      const toPixel = (step: number) => labels + ((axis.toX(step) - start) / (end - start)) * (width - labels);
      drawCells(context, lines, scale, { left: labels, width: width - labels, rowHeight, toPixel });
      drawFrame(context, { lines, theme, axis, from, to, width, height, rowHeight, pointed: link.module() });
    };
    draw();
    const unsubscribe = link.subscribe(() => { frame ||= requestAnimationFrame(draw); });
    const unwatch = watchView(element, (visible) => {
      inView = visible;
      draw();
    });
    return () => {
      unsubscribe();
      unwatch();
      cancelAnimationFrame(frame);
    };
  }, [lines, scale, axis, range, link, theme, width, height, rowHeight]);
  const placeOf = (event: React.PointerEvent | React.MouseEvent): Place | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - top) / rowHeight);
    const x = (event.clientX - box.left - labels) / (width - labels);
    const [start, end] = range().map(axis.toX) as [number, number];
    return row >= 0 && row < lines.length && x >= 0 ? { row, step: axis.toStep(start + x * (end - start)) } : null;
  };
  return (
    <canvas
      ref={canvas}
      className="heat-map"
      style={{ height }}
      onPointerMove={(event) => { onPoint(placeOf(event)); }}
      onPointerLeave={() => { onPoint(null); }}
      onDoubleClick={() => { link.setZoom(null); }}
      onClick={(event) => { const place = placeOf(event); if (place) onChoose(place.row); }}
    />
  );
}

/** Makes the canvas ready to be drawn in pixels of the page, below its top margin. */
function clear(element: HTMLCanvasElement, context: CanvasRenderingContext2D, width: number, height: number): void {
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  // A new size gives the canvas new memory.
  if (element.width !== wide || element.height !== high) {
    element.width = wide;
    element.height = high;
  }
  context.resetTransform();
  context.clearRect(0, 0, wide, high);
  context.setTransform(ratio, 0, 0, ratio, 0, top * ratio);
}

interface Frame {
  lines: Line[];
  theme: Theme;
  axis: Axis;
  from: number;
  to: number;
  width: number;
  height: number;
  rowHeight: number;
  pointed: number | null;
}

function drawFrame(context: CanvasRenderingContext2D, { lines, theme, axis, from, to, width, height, rowHeight, pointed }: Frame): void {
  context.fillStyle = axisColors[theme].text;
  context.font = "11px ui-sans-serif, system-ui, sans-serif";
  context.textAlign = "right";
  context.textBaseline = "middle";
  const every = Math.ceil(13 / rowHeight);
  lines.forEach(({ label, module }, row) => {
    const middle = (row + 0.5) * rowHeight;
    if (row % every === 0 || module === pointed) context.fillText(label.replace("Module ", ""), labels - 6, middle);
    if (module !== undefined && module === pointed) {
      context.strokeStyle = axisColors[theme].text;
      context.lineWidth = 1.5;
      context.strokeRect(labels, row * rowHeight + 0.5, width - labels - 1, rowHeight - 1);
    }
  });
  context.textAlign = "left";
  const [start, end] = [axis.toX(from), axis.toX(to)];
  const distance = tickDistance((end - start) / Math.max(2, Math.floor((width - labels) / 90)), axis.distances);
  for (let x = Math.ceil(start / distance) * distance; x <= end; x += distance) {
    const left = labels + ((x - start) / (end - start)) * (width - labels);
    const text = axis.tick(x, distance);
    const size = context.measureText(text).width;
    context.fillText(text, Math.max(labels, Math.min(width - size, left - size / 2)), height - top - bottom / 2 + 2);
  }
}

function tickDistance(least: number, allowed: number[] | undefined): number {
  const found = allowed?.find((distance) => distance >= least);
  if (found !== undefined) return found;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((distance) => distance >= least) ?? least;
}
