import { useEffect, useRef, type RefObject } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";

/**
 * After a link to another page, puts the focus on its content, so that the keyboard and screen readers start there.
 * A new page is shown from its top. The browser's Back button returns to where the page was.
 */
export function usePageStart(): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const type = useNavigationType();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    // A field that takes the focus by itself keeps it.
    if (!content.current?.contains(document.activeElement)) content.current?.focus({ preventScroll: true });
    if (type !== NavigationType.Pop) window.scrollTo(0, 0);
  }, [pathname, type]);
  return content;
}
