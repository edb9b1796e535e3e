import { useEffect, useState } from "react";

/** The time, renewed every second while `ticking` and twice a minute otherwise. */
export function useNow(ticking = false): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, ticking ? 1000 : 30_000);
    return () => { clearInterval(timer); };
  }, [ticking]);
  return now;
}
