import type { Theme } from "../components/theme";
import type { Line } from "./chartData";

/** Values and their place between the two ends of the colors. */
export interface ColorScale {
  low: number;
  high: number;
  place: (value: number) => number;
}

/** Points of the color scale cividis, which people with any color vision read alike; dark means low, also on a dark page. */
const stops: [number, number, number][] = [[0, 34, 78], [60, 77, 110], [124, 123, 120], [187, 173, 108], [255, 233, 69]];

export function colorAt(_: Theme, part: number): string {
  const at = Math.min(1, Math.max(0, part)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[low] ?? [0, 0, 0], stops[low + 1] ?? [0, 0, 0]];
  return `rgb(${from.map((start, channel) => Math.round(start + ((to[channel] ?? start) - start) * (at - low))).join(" ")})`;
}

/** From the lowest to the highest value; the far ends of a few outliers would leave one color for all others. */
export function scaleOf(lines: Line[], logarithmic: boolean): ColorScale {
  const values = lines.flatMap(({ buckets }) => buckets.map(({ mean }) => mean)).filter((value) => Number.isFinite(value) && (!logarithmic || value > 0)).sort((a, b) => a - b);
  const at = (part: number) => values[Math.round(part * (values.length - 1))] ?? 0;
  const [low, high] = values.length > 200 ? [at(0.01), at(0.99)] : [at(0), at(1)];
  const map = logarithmic ? (value: number) => Math.log(Math.max(value, Number.MIN_VALUE)) : (value: number) => value;
  const [start, end] = [map(low), map(high)];
  return { low, high, place: (value) => (end === start ? 0.5 : (map(value) - start) / (end - start)) };
}

interface Area {
  left: number;
  width: number;
  rowHeight: number;
  toPixel: (step: number) => number;
}

/** Each bucket from the end of the one before to its own last step. A missing value leaves the background. */
export function drawCells(context: CanvasRenderingContext2D, lines: Line[], scale: ColorScale, theme: Theme, { left, width, rowHeight, toPixel }: Area): void {
  context.clearRect(0, -20, left + width, rowHeight * lines.length + 60);
  const gap = rowHeight > 8 ? 1 : 0;
  lines.forEach(({ buckets }, row) => {
    let start = left;
    for (const { step, mean } of buckets) {
      const end = Math.min(left + width, toPixel(step));
      if (end > left && start < left + width && Number.isFinite(mean)) {
        context.fillStyle = colorAt(theme, scale.place(mean));
        context.fillRect(Math.max(left, start), row * rowHeight, Math.max(1, end - Math.max(left, start) + 0.5), rowHeight - gap);
      }
      start = Math.max(left, end);
    }
  });
}
