import { count, duration, percent, significant } from "../components/format";

/** The unit of a chart's values. */
export type Unit = "percent" | "number" | "count" | "seconds";

export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case "percent": return percent(value);
    case "number": return significant(value);
    case "count": return count(value);
    case "seconds": return duration(value);
  }
}

/** The local time of a step that is seconds since 1970. */
export function timeOfDay(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function position(step: number, overTime: boolean): string {
  return overTime ? timeOfDay(step) : `step ${step}`;
}

/** Uses as few digits as distinguish neighboring ticks. A logarithmic axis omits some of its ticks. */
export function tickText(tick: number | null, step: number, unit: Unit, logarithmic: boolean): string {
  if (tick === null) return "";
  if (Math.abs(tick) >= 1e5) return Number(tick.toPrecision(6)).toExponential();
  if (logarithmic) return String(Number(tick.toPrecision(2)));
  const size = unit === "percent" ? step * 100 : step;
  const digits = decimals(size);
  return unit === "percent" ? percent(tick, digits) : tick.toFixed(digits);
}

/** The number of decimals that represents a tick step exactly, such as 2 for 0.25. */
function decimals(step: number): number {
  let digits = 0;
  while (digits < 10 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits += 1;
  return digits;
}
