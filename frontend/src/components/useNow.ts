import { useEffect, useState } from "react";

/** The current time, updated every second while `ticking` and every 30 seconds otherwise. */
export function useNow(ticking = false): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, ticking ? 1000 : 30_000);
    return () => { clearInterval(timer); };
  }, [ticking]);
  return now;
}
