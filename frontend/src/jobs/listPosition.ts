import { useEffect } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";

const scrollKey = "isograd.jobs.scroll";
const addressKey = "isograd.jobs.address";

/** The list of jobs as it was last shown, with its filters. */
export function listAddress(): string {
  return `/jobs${sessionStorage.getItem(addressKey) ?? ""}`;
}

/** What a link back to the list passes, so that it scrolls to where it was. */
export const backToList = { isBack: true };

/** Remembers how far the list was scrolled, and scrolls there again after a reload or a return, once its rows are loaded. */
export function useListPosition(isLoaded: boolean): void {
  const location = useLocation();
  const { search } = location;
  const type = useNavigationType();
  // The state of an entry is what the link passed to it, or nothing.
  const isReturn = type === NavigationType.Pop || (location.state as typeof backToList | null)?.isBack === true;
  useEffect(() => { sessionStorage.setItem(addressKey, search); }, [search]);
  useEffect(() => {
    if (!isLoaded) return;
    const [savedSearch, position] = readPosition();
    if (isReturn && savedSearch === search && position > 0) window.scrollTo(0, position);
    const save = () => { sessionStorage.setItem(scrollKey, JSON.stringify([search, window.scrollY])); };
    addEventListener("scroll", save, { passive: true });
    return () => { removeEventListener("scroll", save); };
  }, [isLoaded, isReturn, search]);
}

function readPosition(): [search: string, position: number] {
  // Only this file writes here.
  return JSON.parse(sessionStorage.getItem(scrollKey) ?? '["",0]') as [string, number];
}
