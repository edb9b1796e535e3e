import { bytes, count, duration, percent, significant } from "../components/format";

/** The unit of a chart's values. */
export type Unit = "percent" | "number" | "count" | "seconds" | "bytes";

export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case "percent": return percent(value);
    case "number": return significant(value);
    case "count": return count(value);
    case "seconds": return value > 0 && value < 10 ? `${significant(value)} s` : duration(value);
    case "bytes": return bytes(value);
  }
}

/** The local time of a step that is seconds since 1970. */
export function timeOfDay(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** Uses as few digits as distinguish neighboring ticks. A logarithmic axis omits some of its ticks. */
export function tickText(tick: number | null, step: number, unit: Unit, logarithmic: boolean): string {
  if (tick === null) return "";
  if (unit === "bytes") return tick === 0 ? "0" : bytes(tick).replace(/\.0 /, " ");
  if (Math.abs(tick) >= 1e5) return Number(tick.toPrecision(6)).toExponential();
  if (logarithmic) return String(Number(tick.toPrecision(2)));
  // Avoids "-0".
  const value = Math.abs(tick) < step / 1e6 ? 0 : tick;
  const size = unit === "percent" ? step * 100 : step;
  const digits = decimals(size);
  return unit === "percent" ? percent(value, digits) : value.toFixed(digits);
}

/** The number of decimals that represents a tick step exactly, such as 2 for 0.25. */
function decimals(step: number): number {
  let digits = 0;
  while (digits < 6 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits += 1;
  return digits;
}
