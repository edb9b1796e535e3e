import type { Theme } from "../components/theme";

/** The color-blind safe palette of Okabe and Ito, darkened or lightened for contrast with the page. */
const categorical: Record<Theme, string[]> = {
  light: ["#0072b2", "#d55e00", "#00795a", "#b5508f", "#7a6200", "#2f8fc4"],
  dark: ["#56b4e9", "#f0a24b", "#35c79d", "#e29ac8", "#f0e442", "#9db7ff"],
};

/** Ends of a blue-to-yellow color scale (after cividis) for networks of many modules, whose order matters more than their names. */
const sequential: Record<Theme, [number[], number[]]> = {
  light: [[0, 52, 120], [176, 140, 20]],
  dark: [[110, 160, 255], [250, 225, 90]],
};

export const dashes: number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [5, 2], [12, 5]];

export function color(theme: Theme, index: number, of: number): string {
  const names = categorical[theme];
  if (of <= names.length) return names[index] ?? "#888888";
  const [from, to] = sequential[theme];
  const place = index / (of - 1);
  return `rgb(${from.map((start, channel) => Math.round(start + ((to[channel] ?? start) - start) * place)).join(" ")})`;
}

export function dash(index: number): number[] {
  return dashes[index % dashes.length] ?? [];
}

export const axisColors: Record<Theme, { text: string; grid: string; mutedAlpha: string }> = {
  light: { text: "#565e6e", grid: "#e4e7ee", mutedAlpha: "30" },
  dark: { text: "#9aa4b8", grid: "#252c3a", mutedAlpha: "38" },
};
