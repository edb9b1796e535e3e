import type { Axis, Band, Point, Unit } from "./OverlayChart";
import { ticks } from "./ticks";

export const height = 230;
export const frame = { left: 54, right: 12, top: 10, bottom: 38 };

/** Where values lie in a chart. */
export interface Scales {
  x: (value: number) => number;
  y: (value: number) => number;
  atX: (pixel: number) => number;
  xTicks: number[];
  yTicks: number[];
}

export function scalesOf(points: Point[], width: number, axis: Axis, unit: Unit): Scales {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right] = axis === "depth" ? [0, 1] : [Math.min(0, ...xs), Math.max(...xs, 1e-9)];
  const low = Math.min(...ys, unit === "points" ? 0 : Infinity);
  const high = Math.max(...ys, unit === "points" ? 0 : -Infinity);
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  const [bottom, top] = [low - margin, high + margin];
  const inner = Math.max(1, width - frame.left - frame.right);
  const tall = height - frame.top - frame.bottom;
  return {
    x: (value) => frame.left + ((value - left) / (right - left || 1)) * inner,
    y: (value) => frame.top + (1 - (value - bottom) / (top - bottom)) * tall,
    atX: (pixel) => Math.min(right, Math.max(left, left + ((pixel - frame.left) / inner) * (right - left))),
    xTicks: ticks(left, right, Math.max(2, Math.floor(inner / 90))),
    yTicks: ticks(bottom, top, 4),
  };
}

/** A value that is not finite (a diverged loss) leaves a gap. */
export function pathOf(points: Point[], scales: Scales): string {
  let pen = "M";
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(y)) {
        pen = "M";
        return "";
      }
      const part = `${pen}${scales.x(x).toFixed(1)} ${scales.y(y).toFixed(1)}`;
      pen = "L";
      return part;
    })
    .join("");
}

/** The area between the low and the high ends; a single point has none. */
export function bandPath(band: Band, scales: Scales): string {
  const highs = band.map(([x, , high]): Point => [x, high]);
  const lows = band.map(([x, low]): Point => [x, low]).reverse();
  return `${pathOf([...highs, ...lows], scales)}Z`;
}
