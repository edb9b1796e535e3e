import { useMemo, useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  /** With `isRange`, also all jobs between this one and the last one that was toggled. */
  toggle: (id: string, isRange?: boolean) => void;
  /** Chooses all of them, or none if all are chosen. */
  toggleAll: (ids: string[]) => void;
  clear: () => void;
}

/** The chosen jobs of a list. A job that the list no longer shows is not chosen. */
export function useSelection(shown: string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(null);
  const order = shown.join();
  return useMemo(() => {
    const all = order === "" ? [] : order.split(",");
    const ids = new Set(all.filter((id) => chosen.has(id)));
    const set = (some: string[], isChosen: boolean) => {
      setChosen(new Set([...ids].filter((id) => !some.includes(id)).concat(isChosen ? some : [])));
    };
    return {
      ids,
      has: (id) => ids.has(id),
      toggle: (id, isRange = false) => {
        const from = last.current === null ? -1 : all.indexOf(last.current);
        const to = all.indexOf(id);
        set(isRange && from >= 0 && to >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [id], !ids.has(id));
        last.current = id;
      },
      toggleAll: (some) => { set(some, !some.every((id) => ids.has(id))); },
      clear: () => { setChosen(new Set()); },
    };
  }, [order, chosen]);
}
