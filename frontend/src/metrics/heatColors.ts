import type { Line } from "./chartData";

/** Values and their place between the two ends of the colors. */
export interface ColorScale {
  low: number;
  high: number;
  place: (value: number) => number;
}

/** Points of the color scale cividis, which people with any color vision read alike; dark means low, also on a dark page. */
const stops: [number, number, number][] = [[0, 34, 78], [60, 77, 110], [124, 123, 120], [187, 173, 108], [255, 233, 69]];

export function colorAt(part: number): string {
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

const SHADES = 256;
const shades = Array.from({ length: SHADES }, (_, shade) => colorAt(shade / (SHADES - 1)));

/** Each bucket from the end of the one before to its own last step. A missing value leaves the background. */
export function drawCells(context: CanvasRenderingContext2D, lines: Line[], scale: ColorScale, { left, width, rowHeight, toPixel }: Area): void {
  const right = left + width;
  const height = rowHeight - (rowHeight > 8 ? 1 : 0);
  lines.forEach(({ buckets }, row) => {
    let start = left;
    let begun = left;
    let shade: number | undefined;
    // Neighbors of one shade are one rectangle.
    const fill = () => {
      const color = shades[shade ?? -1];
      if (color === undefined || start <= begun) return;
      context.fillStyle = color;
      context.fillRect(begun, row * rowHeight, Math.max(1, start - begun + 0.5), height);
    };
    for (const { step, mean } of buckets) {
      const end = Math.min(right, toPixel(step));
      if (end <= left) continue;
      if (start >= right) break;
      const next = Number.isFinite(mean) ? Math.round(Math.min(1, Math.max(0, scale.place(mean))) * (SHADES - 1)) : undefined;
      if (next !== shade) {
        fill();
        shade = next;
        begun = start;
      }
      start = end;
    }
    fill();
  });
}
