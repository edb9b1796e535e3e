import { useSyncExternalStore } from "react";

/** The point of a chart's data that the pointer is at. Only what shows its values is rendered anew when the pointer moves. */
export class Cursor {
  private readonly listeners = new Set<() => void>();
  private at: number | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  /** The number of the point, in the order of all steps of the chart; null for none. */
  readonly index = (): number | null => this.at;

  readonly moveTo = (index: number | null): void => {
    if (index === this.at) return;
    this.at = index;
    this.listeners.forEach((listener) => { listener(); });
  };
}

export function useCursor(cursor: Cursor): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.index);
}
