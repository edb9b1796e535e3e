import { useSearchParams } from "react-router";

/** The streams of a log; the empty one stands for all. */
export const STREAMS = ["", "stdout", "stderr", "system"];

interface LogFilter {
  stream: string;
  /** What lines must contain; empty for all lines. */
  text: string;
  setStream: (stream: string) => void;
  setText: (text: string) => void;
}

/** The filter stands in the address, so that a link shows the same lines. */
export function useLogFilter(): LogFilter {
  const [parameters, setParameters] = useSearchParams();
  const set = (name: string) => (value: string) => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (value === "") next.delete(name);
      else next.set(name, value);
      return next;
    }, { replace: true, preventScrollReset: true });
  };
  const asked = parameters.get("stream") ?? "";
  return {
    stream: STREAMS.includes(asked) ? asked : "",
    text: parameters.get("contains") ?? "",
    setStream: set("stream"),
    setText: set("contains"),
  };
}
