import type uPlot from "uplot";
import type { Theme } from "../components/theme";
import { columnsPerLine } from "./chartData";
import { tickText, timeOfDay, type Unit } from "./unit";
import { color, dash, axisColors } from "./palette";

export interface PlotSetup {
  labels: string[];
  hidden: ReadonlySet<string>;
  theme: Theme;
  logY: boolean;
  smooth: boolean;
  syncKey: string;
  unit: Unit;
  /** Whether the steps are seconds since 1970, drawn as times of day. */
  overTime: boolean;
  onCursor: (index: number | null) => void;
}

export const height = 220;

// uPlot's number for a logarithmic scale. Its enum exists only at compile time and cannot be inlined here.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const logarithmic: uPlot.Scale.Distr.Logarithmic = 3;

/** The uPlot options for lines with minimum-to-maximum bands. */
export function plotOptions(setup: PlotSetup, width: number): uPlot.Options {
  return {
    width,
    height,
    scales: { x: { time: setup.overTime }, y: yScale(setup) },
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: setup.syncKey, scales: ["x", null] },
      points: { size: 6 },
      drag: { x: true, y: false },
    },
    axes: [setup.overTime ? timeAxis(setup.theme) : axis(setup.theme, 34), yAxis(setup)],
    series: [{}, ...setup.labels.flatMap((label, index) => seriesOf(setup, label, index))],
    bands: setup.labels.map((_, index) => ({
      series: [1 + index * columnsPerLine + 2, 1 + index * columnsPerLine + 1],
      fill: withAlpha(color(setup.theme, index, setup.labels.length), setup.theme),
    })),
    hooks: { setCursor: [(plot) => { setup.onCursor(plot.cursor.idx ?? null); }] },
  };
}

function seriesOf(setup: PlotSetup, label: string, index: number): uPlot.Series[] {
  const stroke = color(setup.theme, index, setup.labels.length);
  const show = !setup.hidden.has(label);
  const line = { show, stroke, width: 1.75, dash: dash(index), spanGaps: true, points: { size: 4, show: fewPoints } };
  const edge = { show, width: 0, stroke: "transparent", spanGaps: true, points: { show: false } };
  const raw = { ...edge, show: show && setup.smooth, stroke: withAlpha(stroke, setup.theme), width: 1 };
  return [{ ...line, label }, edge, edge, raw];
}

/** Draws dots only on lines with few points, such as one for each epoch. */
function fewPoints(plot: uPlot, series: number): boolean {
  const column = plot.data[series];
  return column !== undefined && Array.from(column).filter((value) => value != null).length <= 40;
}

function axis(theme: Theme, size: number): uPlot.Axis {
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

function timeAxis(theme: Theme): uPlot.Axis {
  return { ...axis(theme, 34), values: (_, ticks) => ticks.map(timeOfDay) };
}

/** Steps between two ticks of a count, of which there are no fractions. */
const wholeSteps = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

function yAxis({ theme, unit, logY }: PlotSetup): uPlot.Axis {
  const values: uPlot.Axis.DynamicValues = (_, ticks, __, ___, step) => ticks.map((tick) => tickText(tick, step, unit, logY));
  return { ...axis(theme, 50), values, ...(unit === "count" ? { incrs: wholeSteps } : {}) };
}

/** The range of the data with a small margin. */
function yScale({ logY, unit }: PlotSetup): uPlot.Scale {
  if (logY) return { distr: logarithmic };
  // Nothing is below zero, and a line of zeros lies on the axis.
  if (unit === "count" || unit === "seconds") return { range: (_, __, max) => [0, Math.max(1, max * 1.06)] };
  return {
    range: (_, min, max) => {
      const margin = (max - min || Math.abs(max) || 1) * 0.06;
      return [min - margin, max + margin];
    },
  };
}

function withAlpha(stroke: string, theme: Theme): string {
  return stroke.startsWith("#") ? stroke + axisColors[theme].mutedAlpha : stroke.replace(")", " / 20%)");
}
