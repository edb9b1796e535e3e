import { bytes, duration, percent } from "../components/format";
import type { Figure, Variant } from "./comparisons";

const fewestSeeds = 3;

/** `84.61 % ± 0.20`; a dash without a value. */
export function accuracyText(figure: Figure | null): string {
  if (figure === null) return "–";
  return percent(figure.mean, 2) + (figure.sd === null ? "" : ` ± ${(figure.sd * 100).toFixed(2)}`);
}

export function memoryText(figure: Figure | null): string {
  if (figure === null) return "–";
  return bytes(figure.mean) + (figure.sd === null || figure.sd < 1 ? "" : ` ± ${bytes(figure.sd)}`);
}

export function timeText(figure: Figure | null): string {
  if (figure === null) return "–";
  return secondsText(figure.mean) + (figure.sd === null ? "" : ` ± ${secondsText(figure.sd)}`);
}

function secondsText(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

/** `−1.70 ± 0.20 points`. */
export function differenceText(figure: Figure | null): string {
  if (figure === null) return "–";
  return `${signed(figure.mean * 100)}${figure.sd === null ? "" : ` ± ${(figure.sd * 100).toFixed(2)}`} points`;
}

export function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(2)}`;
}

/** The verdict in words, and why there is none. */
export function verdictText(variant: Variant, isFirst: boolean, seeds: number): string {
  if (isFirst) return "the others are compared with this";
  if (variant.stopped) return `stopped early after epoch ${variant.stopped.epoch}`;
  if (variant.verdict === "higher") return "more accurate";
  if (variant.verdict === "lower") return "less accurate";
  if (variant.difference === null) return "nothing to compare yet";
  if (Math.min(variant.n, seeds) < fewestSeeds) return "no verdict: fewer than three seeds";
  return "no difference shown";
}

/** How two variants differ, in one sentence or two; undefined before both have a result. */
export function pairSentence(first: Variant, second: Variant, sharedSeeds: number): string | undefined {
  if (first.testAccuracy === null || second.testAccuracy === null || second.difference === null) return undefined;
  const costs = [memoryPart(first.peakMemoryBytes, second.peakMemoryBytes), timePart(first.trainSeconds, second.trainSeconds)];
  const taken = costs.filter((part) => part !== undefined).join(" and ");
  const accuracy = accuracyPart(second.difference.mean, first.label);
  const sentence = `${second.label} ${accuracy}${taken === "" ? "" : `${costs.includes(undefined) ? " and" : ","} takes ${taken}`} here.`;
  return `${sentence} ${judgement(second, sharedSeeds)}`;
}

function accuracyPart(difference: number, other: string): string {
  const points = Math.abs(difference * 100);
  if (points < 0.05) return `is as accurate as ${other}`;
  return `is ${points.toFixed(1)} points ${difference < 0 ? "below" : "above"} ${other}`;
}

function memoryPart(first: Figure | null, second: Figure | null): string | undefined {
  if (first === null || second === null || first.mean <= 0) return undefined;
  const change = Math.round((second.mean / first.mean - 1) * 100);
  if (change === 0) return "as much memory";
  return `${Math.abs(change)} % ${change > 0 ? "more" : "less"} memory`;
}

function timePart(first: Figure | null, second: Figure | null): string | undefined {
  if (first === null || second === null || first.mean <= 0) return undefined;
  const ratio = second.mean / first.mean;
  if (ratio > 0.95 && ratio < 1.05) return "about as long";
  return ratio >= 1 ? `${ratio.toFixed(1)} times as long` : `${Math.round((1 - ratio) * 100)} % less time`;
}

function judgement(second: Variant, seeds: number): string {
  if (seeds < fewestSeeds) return `With ${seeds === 1 ? "one seed" : `${seeds} seeds`} this is not a verdict: that needs at least three seeds.`;
  if (second.verdict === "none") return `Over ${seeds} seeds, the difference in accuracy is within two of its standard deviations, which does not show that the variants differ.`;
  return `Over ${seeds} seeds, the difference is more than two of its standard deviations: ${second.label} is ${second.verdict === "higher" ? "more" : "less"} accurate.`;
}
