import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { XUnit } from "./axis";

/** What the reader chose about the charts. All of it stands in the address. */
export interface ChartView {
  x: XUnit;
  /** Steps to smooth over; undefined for a part of the training. */
  smooth: number | undefined;
  marks: boolean;
  /** Charts with a logarithmic axis. */
  log: ReadonlySet<string>;
  /** The charts shown; undefined for those that are shown by default. */
  charts: ReadonlySet<string> | undefined;
  /** Charts that show lines instead of a heat map. */
  asLines: ReadonlySet<string>;
  moduleMetric: "accuracy" | "loss";
  /** The module whose details are open. */
  module: number | null;
  zoom: readonly [number, number] | null;
}

type Change = Partial<Record<"x" | "smooth" | "marks" | "log" | "charts" | "lines" | "metric" | "module" | "zoom", string | null>>;

export function useChartView(): [ChartView, (change: Change) => void] {
  const [parameters, setParameters] = useSearchParams();
  const text = ["x", "smooth", "marks", "log", "charts", "lines", "metric", "module", "zoom"].map((name) => parameters.get(name) ?? "").join("\n");
  const view = useMemo(() => read(text.split("\n")), [text]);
  const change = (changes: Change) => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      Object.entries(changes).forEach(([name, value]) => {
        if (value === null) next.delete(name);
        else next.set(name, value);
      });
      return next;
    }, { replace: true, preventScrollReset: true });
  };
  return [view, change];
}

function read([x = "", smooth = "", marks = "", log = "", charts = "", lines = "", metric = "", module = "", zoom = ""]: string[]): ChartView {
  const [from, to] = zoom.split("-").map(Number);
  return {
    x: x === "epoch" || x === "time" ? x : "step",
    smooth: /^\d{1,9}$/.test(smooth) ? Number(smooth) : undefined,
    marks: marks !== "off",
    log: set(log),
    charts: charts === "" ? undefined : set(charts),
    asLines: set(lines),
    moduleMetric: metric === "loss" ? "loss" : "accuracy",
    module: /^[1-9]\d{0,4}$/.test(module) ? Number(module) : null,
    zoom: from !== undefined && to !== undefined && from >= 0 && to > from ? [from, to] : null,
  };
}

function set(text: string): ReadonlySet<string> {
  return new Set(text.split(",").filter((part) => part !== ""));
}

/** The text of a set with one member put in or taken out; null if it is empty. */
export function toggled(members: ReadonlySet<string>, member: string, on: boolean): string | null {
  const next = new Set(members);
  if (on) next.add(member);
  else next.delete(member);
  return next.size === 0 ? null : [...next].join(",");
}
