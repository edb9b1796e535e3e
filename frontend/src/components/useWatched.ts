import { useEffect, useState } from "react";

const patience = 60_000;

/** Whether somebody may be looking: false once the tab has been hidden for a minute. */
export function useWatched(): boolean {
  const [watched, setWatched] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => { setWatched(false); }, patience);
      else setWatched(true);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return watched;
}
