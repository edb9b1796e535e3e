import type { Confusion } from "./evaluation";

/** A cell of the confusion matrix. */
export interface Pair {
  label: number;
  predicted: number;
}

export interface Cell extends Pair {
  count: number;
  /** The part of the label's pictures that were given this class. */
  fraction: number;
}

/** The cells with a count above 0, row by row. */
export function cellsOf(confusion: Confusion): Cell[] {
  const counts = Array.isArray(confusion)
    ? confusion.flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
    : confusion.sparse.map(([label, predicted, count]) => ({ label, predicted, count }));
  const totals = new Map<number, number>();
  for (const { label, count } of counts) totals.set(label, (totals.get(label) ?? 0) + count);
  return counts.filter(({ count }) => count > 0).map((cell) => ({ ...cell, fraction: cell.count / (totals.get(cell.label) ?? 1) }));
}

export function mistakesAmong(cells: Cell[]): Cell[] {
  return cells.filter(({ label, predicted }) => label !== predicted).sort((one, other) => other.count - one.count);
}

/** The test pictures of each class. */
export function supportOf(cells: Cell[], classes: number): number[] {
  const support = Array.from({ length: classes }, () => 0);
  for (const { label, count } of cells) support[label] = (support[label] ?? 0) + count;
  return support;
}

export function isPair(cell: Pair, pair: Pair | undefined): boolean {
  return pair !== undefined && cell.label === pair.label && cell.predicted === pair.predicted;
}

/** How strong a cell is drawn, from 0 to 1. Rare mistakes stay visible beside frequent ones. */
export function strength(fraction: number): number {
  return Math.sqrt(fraction);
}
