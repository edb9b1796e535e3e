import { createContext, use, useSyncExternalStore } from "react";

/** Steps from first to last. */
export type Range = readonly [from: number, to: number];

/** What the charts of a page have in common: the steps in sight and the module under the pointer. Charts follow without a new rendering. */
export class ChartLink {
  private readonly listeners = new Set<() => void>();
  private range: Range | null = null;
  private pointed: number | null = null;
  private whole: Range = [0, 1];

  constructor(range: Range | null = null) {
    this.range = range;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  /** The steps in sight; null for all. */
  readonly zoom = (): Range | null => this.range;
  readonly module = (): number | null => this.pointed;

  /** All steps that there are. */
  setExtent(first: number, last: number): void {
    if (first === this.whole[0] && last === this.whole[1]) return;
    this.whole = [first, Math.max(last, first + 1)];
    this.notify();
  }

  extent(): Range {
    return this.whole;
  }

  setZoom(range: Range | null): void {
    const next = range && this.within(range);
    if (next?.[0] === this.range?.[0] && next?.[1] === this.range?.[1]) return;
    this.range = next;
    this.notify();
  }

  /** Moves the steps in sight by a part of their number. */
  pan(part: number): void {
    if (!this.range) return;
    const [from, to] = this.range;
    const by = (to - from) * part;
    const shift = Math.max(this.whole[0] - from, Math.min(this.whole[1] - to, by));
    this.setZoom([from + shift, to + shift]);
  }

  /** Shows so many times as many steps, around one of them or around the middle. */
  scale(factor: number, around?: number): void {
    const [from, to] = this.range ?? this.whole;
    const middle = around ?? (from + to) / 2;
    this.setZoom([middle - (middle - from) * factor, middle + (to - middle) * factor]);
  }

  point(module: number | null): void {
    if (module === this.pointed) return;
    this.pointed = module;
    this.notify();
  }

  private within([from, to]: Range): Range | null {
    const [first, last] = this.whole;
    const next: Range = [Math.max(first, from), Math.min(last, to)];
    return next[1] - next[0] < 1 || (next[0] <= first && next[1] >= last) ? (next[1] - next[0] < 1 ? this.range : null) : next;
  }

  private notify(): void {
    this.listeners.forEach((listener) => { listener(); });
  }
}

const ChartLinkContext = createContext(new ChartLink());

export const ChartLinkProvider = ChartLinkContext;

export function useChartLink(): ChartLink {
  return use(ChartLinkContext);
}

/** The module under the pointer. */
export function usePointedModule(): number | null {
  const link = useChartLink();
  return useSyncExternalStore(link.subscribe, link.module);
}
