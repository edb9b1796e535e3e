import type { Query } from "@tanstack/react-query";
import { createContext, use, useMemo, useState, type ReactNode } from "react";

const fastInterval = 1500;
const slowInterval = 10_000;

interface Polling {
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

const PollingContext = createContext<Polling>({ paused: false, setPaused: () => undefined });

/** Controls the polling of all pages. Hidden tabs do not poll, which is TanStack Query's default. */
export function PollingProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false);
  const polling = useMemo(() => ({ paused, setPaused }), [paused]);
  return <PollingContext value={polling}>{children}</PollingContext>;
}

export function usePolling(): Polling {
  return use(PollingContext);
}

const StreamContext = createContext(false);

/** While a stream delivers updates, polling runs slowly and only catches updates that were missed. */
export function StreamProvider({ isConnected, children }: { isConnected: boolean; children: ReactNode }) {
  return <StreamContext value={isConnected}>{children}</StreamContext>;
}

export type PollRate = "fast" | "slow" | "never";

/** A `refetchInterval` that depends on the data. */
export function useRefetchInterval<T>(rate: (data: T | undefined) => PollRate, isConnected?: boolean) {
  const { paused } = usePolling();
  const inherited = use(StreamContext);
  const streamed = isConnected ?? inherited;
  return (query: Pick<Query<T>, "state">): number | false => {
    const next = rate(query.state.data);
    if (paused || next === "never") return false;
    return next === "fast" && !streamed && query.state.status !== "error" ? fastInterval : slowInterval;
  };
}
