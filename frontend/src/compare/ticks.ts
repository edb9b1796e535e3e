import { count, duration } from "../components/format";
import type { Axis } from "./OverlayChart";

/** Round values within a range, about as many as asked for. */
export function ticks(from: number, to: number, about: number): number[] {
  const rough = (to - from) / Math.max(1, about);
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

export function axisText(value: number, axis: Axis): string {
  switch (axis) {
    case "step": return count(value);
    case "epoch": return String(Number(value.toFixed(1)));
    case "time": return duration(value);
    case "images": return value >= 1e6 ? `${Number((value / 1e6).toFixed(2))} M` : count(value);
    case "depth": return String(Number(value.toFixed(2)));
  }
}
