import type { Axis } from "./axis";
import type { Line } from "./chartData";
import { color } from "./palette";

/** The buckets of a chart as rows. Every value of a training is at the API, as `agg=raw`. */
export function csv(lines: Line[], axis: Axis): string {
  const place = axis.name === "Step" ? "" : `,${axis.name.toLowerCase().replaceAll(" ", "_")}`;
  const rows = lines.flatMap(({ label, buckets }) =>
    buckets.map(({ step, min, max, mean, last, count }) =>
      [quoted(label), step, ...(place === "" ? [] : [Number(axis.toX(step).toPrecision(8))]), ...[min, max, mean, last].map(finite), count].join(",")));
  return [`line,step${place},min,max,mean,last,count`, ...rows, ""].join("\r\n");
}

function finite(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}

/** A leading sign of a formula would make a table program compute it. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const header = 30;
const row = 18;

/** A picture of a chart with its title and its legend, on the background of the page. */
export async function pngOf(canvas: HTMLCanvasElement | null, title: string, lines: Line[]): Promise<Blob | null> {
  if (!canvas) return null;
  const scale = canvas.width / canvas.clientWidth;
  const perRow = Math.max(1, Math.floor(canvas.clientWidth / 110));
  const legend = Math.ceil(lines.length / perRow) * row + 8;
  const picture = document.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height + (header + legend) * scale;
  const context = picture.getContext("2d");
  if (!context) return null;
  const style = getComputedStyle(document.body);
  const theme = style.colorScheme === "dark" ? "dark" : "light";
  context.fillStyle = getComputedStyle(canvas.closest(".panel") ?? document.body).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, header * scale);
  context.scale(scale, scale);
  context.fillStyle = style.color;
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(title, 12, 20);
  context.font = "11px system-ui, sans-serif";
  lines.forEach(({ label }, index) => {
    const left = 12 + (index % perRow) * 110;
    const top = header + canvas.clientHeight + 12 + Math.floor(index / perRow) * row;
    context.fillStyle = color(theme, index, lines.length);
    context.fillRect(left, top - 5, 16, 3);
    context.fillStyle = style.color;
    context.fillText(label, left + 21, top);
  });
  return new Promise((resolve) => { picture.toBlob(resolve, "image/png"); });
}
