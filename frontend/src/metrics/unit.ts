import { percent, significant } from "../components/format";

/** How the figures of a chart are written. */
export type Unit = "percent" | "number";

export function written(value: number, unit: Unit): string {
  return unit === "percent" ? percent(value) : significant(value);
}

/** As few digits as tell one tick from the next; a logarithmic axis leaves out some of its ticks. */
export function tickText(tick: number | null, step: number, unit: Unit, logarithmic: boolean): string {
  if (tick === null) return "";
  if (logarithmic) return String(Number(tick.toPrecision(2)));
  const size = unit === "percent" ? step * 100 : step;
  const digits = Math.min(10, Math.max(0, -Math.floor(Math.log10(size))));
  return unit === "percent" ? percent(tick, digits) : tick.toFixed(digits);
}
