import { duration } from "../components/format";

/** Predicted seconds in words: `20 s to 30 s`. */
export function range(low: number, high: number): string {
  const [from, to] = [duration(low), duration(high)];
  if (from === to) return high < 1 ? "less than 1 s" : from;
  return `${from} to ${to}`;
}
