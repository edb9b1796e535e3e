import { useEffect, useState } from "react";

/** The value once it has stopped changing for a moment, so that not every keystroke sends a request. */
export function useDebounced<T>(value: T, milliseconds = 300): T {
  const [debounced, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => { setSettled(value); }, milliseconds);
    return () => { clearTimeout(timer); };
  }, [value, milliseconds]);
  return debounced;
}
