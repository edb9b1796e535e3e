import type { RefObject } from "react";
import { Icon } from "../components/Icon";
import { Menu } from "../components/Menu";
import { saveAs } from "../components/saveAs";
import type { Axis } from "./axis";
import type { Line } from "./chartData";
import { csv, pngOf } from "./download";

interface Props {
  title: string;
  lines: Line[];
  figure: RefObject<HTMLElement | null>;
  axis: Axis;
}

/** What one can do with a chart: see it larger, or take its numbers or its picture along. */
export function ChartMenu({ title, lines, figure, axis }: Props) {
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const canvas = () => figure.current?.querySelector("canvas") ?? null;
  return (
    <Menu label={`Actions for ${title}`} summary={<Icon name="more" />} className="button-icon button-small" panelClassName="menu-list">
      <button type="button" className="button" onClick={() => { void toggleFullScreen(figure.current); }}>Full screen</button>
      <button type="button" className="button" onClick={() => { saveAs(new Blob([csv(lines, axis)], { type: "text/csv" }), `${name}.csv`); }}>
        Download CSV
      </button>
      <button type="button" className="button" onClick={() => { void pngOf(canvas(), title, lines).then((png) => { if (png) saveAs(png, `${name}.png`); }); }}>
        Download PNG
      </button>
    </Menu>
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element?.requestFullscreen();
}
