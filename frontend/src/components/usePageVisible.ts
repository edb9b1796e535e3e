import { useEffect, useState } from "react";

const hiddenAfter = 60_000;

/** Whether the page counts as visible: false once its tab has been hidden for a minute. */
export function usePageVisible(): boolean {
  const [visible, setWatched] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => { setWatched(false); }, hiddenAfter);
      else setWatched(true);
    };
    update();
    document.addEventListener("visibilitychange", update);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", update);
    };
  }, []);
  return visible;
}
