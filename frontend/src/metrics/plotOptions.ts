import type uPlot from "uplot";
import type { Theme } from "../components/theme";
import type { Axis } from "./axis";
import { columnsPerLine } from "./chartData";
import { drawMarks, type Mark } from "./marks";
import { tickText, type Unit } from "./unit";
import { color, dash, axisColors } from "./palette";

export interface PlotSetup {
  labels: string[];
  hidden: ReadonlySet<string>;
  theme: Theme;
  logY: boolean;
  /** Steps to smooth over; true for a part of the points, false for none. */
  smoothing: number | boolean;
  syncKey: string;
  unit: Unit;
  axis: Axis;
  marks: Mark[];
  /** Whether a `ChartLink` zooms this chart; uPlot's own zoom is then off. */
  linked: boolean;
  onCursor: (index: number | null) => void;
}

export const height = 220;

// uPlot's number for a logarithmic scale. Its enum exists only at compile time and cannot be inlined here.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const logarithmic: uPlot.Scale.Distr.Logarithmic = 3;

/** The uPlot options for lines with minimum-to-maximum bands. */
export function plotOptions(setup: PlotSetup, width: number, own: number): uPlot.Options {
  return {
    width,
    height: own,
    scales: { x: { time: setup.axis.isClock === true }, y: yScale(setup) },
    padding: [10, 18, 0, 0],
    legend: { show: false },
    focus: { alpha: 0.15 },
    cursor: {
      sync: { key: setup.syncKey, scales: ["x", null], ...(setup.linked && { filters: { pub: isMove, sub: isMove } }) },
      points: { size: 6 },
      drag: { x: true, y: false, setScale: !setup.linked },
    },
    axes: [xAxis(setup), yAxis(setup)],
    series: [{}, ...setup.labels.flatMap((label, index) => seriesOf(setup, label, index))],
    bands: setup.labels.map((_, index) => ({
      series: [1 + index * columnsPerLine + 2, 1 + index * columnsPerLine + 1],
      fill: withAlpha(color(setup.theme, index, setup.labels.length), setup.theme),
    })),
    hooks: {
      setCursor: [(plot) => { setup.onCursor(plot.cursor.idx ?? null); }],
      draw: [(plot) => { drawMarks(plot, setup.marks, setup.axis, setup.theme); }],
    },
  };
}

function isMove(type: string): boolean {
  return type === "mousemove" || type === "mouseleave";
}

function seriesOf(setup: PlotSetup, label: string, index: number): uPlot.Series[] {
  const stroke = color(setup.theme, index, setup.labels.length);
  const show = !setup.hidden.has(label);
  const line = { show, stroke, width: 1.75, dash: dash(index), spanGaps: true, points: { size: 4, show: fewPoints } };
  const edge = { show, width: 0, stroke: "transparent", spanGaps: true, points: { show: false } };
  const raw = { ...edge, show: show && setup.smoothing !== false, stroke: withAlpha(stroke, setup.theme), width: 1 };
  return [{ ...line, label }, edge, edge, raw];
}

/** Draws dots only on lines with few points, such as one for each epoch. */
function fewPoints(plot: uPlot, series: number): boolean {
  const column = plot.data[series];
  if (column === undefined) return false;
  let points = 0;
  for (const value of column) if (value != null && ++points > 40) return false;
  return true;
}

function axisStyle(theme: Theme, size: number): uPlot.Axis {
  const { text, grid } = axisColors[theme];
  return {
    size,
    stroke: text,
    font: "11px ui-sans-serif, system-ui, sans-serif",
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

function xAxis({ axis, theme }: PlotSetup): uPlot.Axis {
  const named = axis.name === "" ? {} : { label: axis.name, labelSize: 16, labelGap: 0, labelFont: "11px ui-sans-serif, system-ui, sans-serif" };
  return {
    ...axisStyle(theme, 26),
    ...named,
    // As many ticks as have room for their text.
    space: 64,
    values: (_, ticks, __, ___, distance) => ticks.map((tick) => axis.tick(tick, distance)),
    ...(axis.distances && { incrs: axis.distances }),
  };
}

/** Distances between two ticks of a count, of which there are no fractions. */
const wholeSteps = Array.from({ length: 11 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const byteSteps = Array.from({ length: 45 }, (_, power) => 2 ** power);

function yAxis({ theme, unit, logY }: PlotSetup): uPlot.Axis {
  const values: uPlot.Axis.DynamicValues = (_, ticks, __, ___, step) => ticks.map((tick) => tickText(tick, step, unit, logY));
  const incrs = unit === "count" ? { incrs: wholeSteps } : unit === "bytes" ? { incrs: byteSteps } : {};
  return { ...axisStyle(theme, 50), size: yAxisSize, values, ...incrs };
}

/** Wide enough for the longest text of a tick. */
function yAxisSize(_: uPlot, values: string[] | null | undefined): number {
  const longest = Math.max(0, ...(values ?? []).map((text) => text.length));
  return Math.max(44, 14 + longest * 6.4);
}

/** The range of the data with a small margin that does not pass the limits of the unit. */
function yScale({ logY, unit }: PlotSetup): uPlot.Scale {
  if (logY) return { distr: logarithmic };
  return { range: (_, min, max) => yRange(min, max, unit) };
}

export function yRange(min: number, max: number, unit: Unit): [number, number] {
  // Nothing is below zero, and a line of zeros lies on the axis.
  if (unit === "count" || unit === "seconds" || unit === "bytes") return [0, max > 0 ? max * 1.06 : 1];
  const margin = (max - min || Math.abs(max) * 0.1 || (unit === "percent" ? 0.05 : 1)) * 0.06;
  const low = min >= 0 && min - margin < 0 ? 0 : min - margin;
  if (unit !== "percent") return [low, max + margin];
  return [low, max <= 1 ? Math.min(1, max + Math.max(margin, 0.005)) : max + margin];
}

function withAlpha(stroke: string, theme: Theme): string {
  return stroke.startsWith("#") ? stroke + axisColors[theme].mutedAlpha : stroke.replace(")", " / 20%)");
}
