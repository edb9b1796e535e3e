import type uPlot from "uplot";
import type { Theme } from "../components/theme";
import type { Axis } from "./axis";

/** Something that happened at a step. */
export interface Mark {
  step: number;
  kind: "checkpoint" | "pause" | "restart" | "best" | "failure";
  text: string;
}

const colors: Record<Theme, Record<Mark["kind"], string>> = {
  light: { checkpoint: "#8b93a3", pause: "#8a5a00", restart: "#5b4bb7", best: "#1a7348", failure: "#b42a2a" },
  dark: { checkpoint: "#667085", pause: "#e9b44c", restart: "#b3a6ff", best: "#56c48a", failure: "#ff8f88" },
};

export function markColor(theme: Theme, kind: Mark["kind"]): string {
  return colors[theme][kind];
}

/** Draws a checkpoint as a short line at the bottom, and everything else as a dashed line over the whole height. */
export function drawMarks(plot: uPlot, marks: Mark[], axis: Axis, theme: Theme): void {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales["x"] ?? {};
  if (min == null || max == null) return;
  ctx.save();
  for (const { step, kind } of marks) {
    const x = axis.toX(step);
    if (x < min || x > max) continue;
    const left = Math.round(plot.valToPos(x, "x", true)) + 0.5;
    const short = kind === "checkpoint";
    ctx.strokeStyle = markColor(theme, kind);
    ctx.lineWidth = (kind === "failure" ? 2 : 1) * devicePixelRatio;
    ctx.setLineDash(short || kind === "failure" ? [] : [4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top + (short ? bbox.height - 7 * devicePixelRatio : 0));
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** The step that the message of a diverged training names. */
export function failedStep(message: string): number | undefined {
  const step = /at step ([\d,]+)/.exec(message)?.[1];
  return step === undefined ? undefined : Number(step.replaceAll(",", ""));
}
