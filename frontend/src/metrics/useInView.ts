import { useEffect, useState, type RefObject } from "react";

/** Whether an element has been near the visible part of the page. Browsers without an observer show everything. */
export function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    const watched = element.current;
    if (seen || !watched) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    }, { rootMargin: "120px" });
    observer.observe(watched);
    return () => { observer.disconnect(); };
  }, [element, seen]);
  return seen;
}
