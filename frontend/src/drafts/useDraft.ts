import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { meQuery } from "../accounts/session";

/** What was entered into a form and not sent yet. */
export interface Draft<T> {
  /** What an earlier visit of the page left; the form begins with it. */
  restored: T | undefined;
  /** Changes when the form has to begin anew. */
  revision: number;
  /** The form tells its content after each change. What it tells first, without a restored draft, is no draft. */
  keep: (content: T) => void;
  /** The content has been sent. */
  forget: () => void;
  /** The user does not want it. */
  discard: () => void;
}

const prefix = "isograd.draft.";

/**
 * Keeps the content of a form until the browser's tab is closed, so that it survives the end of a session, Back and links.
 * Another account or project in the same tab does not see it.
 */
export function useDraft<T>(name: string): Draft<T> {
  const { data: me } = useQuery(meQuery());
  const key = `${prefix}${me?.account.id ?? ""}.${me?.project.id ?? ""}.${name}`;
  const [revision, setRevision] = useState(0);
  // Read once for each form: what the form keeps later is no news to it. Only this file writes under these keys.
  const restored = useMemo(() => (revision >= 0 ? read(key) : undefined) as T | undefined, [key, revision]);
  const pristine = useRef<string>(null);
  const isSent = useRef(false);
  return {
    restored,
    revision,
    keep: (content) => {
      const text = JSON.stringify(content);
      if (restored === undefined) pristine.current ??= text;
      if (isSent.current || text === pristine.current) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
    },
    forget: () => {
      isSent.current = true;
      sessionStorage.removeItem(key);
    },
    discard: () => {
      pristine.current = null;
      sessionStorage.removeItem(key);
      setRevision(revision + 1);
    },
  };
}

function read(key: string): unknown {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : JSON.parse(text);
}
