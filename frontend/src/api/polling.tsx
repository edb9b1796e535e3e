import type { Query } from "@tanstack/react-query";
import { createContext, use, useMemo, useState, type ReactNode } from "react";

const busy = 1500;
const idle = 10_000;

interface Polling {
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

const PollingContext = createContext<Polling>({ paused: false, setPaused: () => undefined });

/** Decides for all pages how often the server is asked; hidden tabs ask nothing (TanStack Query's own default). */
export function PollingProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false);
  const polling = useMemo(() => ({ paused, setPaused }), [paused]);
  return <PollingContext value={polling}>{children}</PollingContext>;
}

export function usePolling(): Polling {
  return use(PollingContext);
}

const StreamedContext = createContext(false);

/** Where a stream brings the news, polling only makes sure that none was missed. */
export function Streamed({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  return <StreamedContext value={isOpen}>{children}</StreamedContext>;
}

export type Pace = "busy" | "idle" | "never";

/** A `refetchInterval` that follows what the data says. */
export function useRefetchInterval<T>(pace: (data: T | undefined) => Pace, isOpen?: boolean) {
  const { paused } = usePolling();
  const around = use(StreamedContext);
  const streamed = isOpen ?? around;
  return (query: Pick<Query<T>, "state">): number | false => {
    const wanted = pace(query.state.data);
    if (paused || wanted === "never") return false;
    return wanted === "busy" && !streamed && query.state.status !== "error" ? busy : idle;
  };
}
