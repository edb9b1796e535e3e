import { useEffect, useState, type RefObject } from "react";

/** Whether an element has been near the visible part of the page. Browsers without an observer show everything. */
export function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    const watched = element.current;
    if (seen || !watched) return;
    return watchView(watched, (visible) => { if (visible) setSeen(true); });
  }, [element, seen]);
  return seen;
}

/** Says whether an element is near the visible part of the page, now and on every change. */
export function watchView(element: Element, tell: (visible: boolean) => void): () => void {
  if (typeof IntersectionObserver === "undefined") return () => undefined;
  const observer = new IntersectionObserver((entries) => { tell(entries.at(-1)?.isIntersecting ?? true); }, { rootMargin: "120px" });
  observer.observe(element);
  return () => { observer.disconnect(); };
}
