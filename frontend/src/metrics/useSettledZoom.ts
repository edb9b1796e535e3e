import { useEffect, useState } from "react";
import { useChartLink, type Range } from "./chartLink";

const settledAfter = 250;

/** The steps in sight once they have not changed for a moment, as whole steps. */
export function useSettledZoom(): Range | null {
  const link = useChartLink();
  const [settled, setSettled] = useState(link.zoom());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { setSettled(link.zoom()); }, settledAfter);
    };
    const unsubscribe = link.subscribe(changed);
    return () => { clearTimeout(timer); unsubscribe(); };
  }, [link]);
  return settled && [Math.floor(settled[0]), Math.ceil(settled[1])];
}
