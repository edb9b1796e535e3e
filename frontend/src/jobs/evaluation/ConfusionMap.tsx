import { useEffect, useMemo, useRef, useState, type MouseEvent } from "react";
import { count } from "../../components/format";
import { useTheme, type Theme } from "../../components/theme";
import { strength, type Cell, type Pair } from "./confusion";

interface Props {
  classes: string[];
  cells: Cell[];
  onChoose: (pair: Pair) => void;
}

const colors: Record<Theme, { right: string; wrong: string }> = {
  light: { right: "47 85 212", wrong: "180 42 42" },
  dark: { right: "139 166 255", wrong: "255 143 136" },
};

const mostBins = 250;

/**
 * The confusion matrix of many classes, drawn as a picture. Neighboring classes share a dot if there are too many for a screen; it then
 * shows the strongest of their cells. The list of pairs beside it is the way in for keyboards.
 */
export function ConfusionMap({ classes, cells, onChoose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [under, setUnder] = useState<Cell>();
  const size = classes.length;
  const group = Math.ceil(size / mostBins);
  const bins = Math.ceil(size / group);
  const side = Math.floor(1000 / bins);
  const strongest = useMemo(() => strongestOf(cells, group), [cells, group]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, bins * side, bins * side);
    for (const { label, predicted, fraction } of strongest.values()) {
      const { right, wrong } = colors[theme];
      context.fillStyle = `rgb(${label === predicted ? right : wrong} / ${Math.round(20 + 80 * strength(fraction))}%)`;
      context.fillRect(Math.floor(predicted / group) * side, Math.floor(label / group) * side, side, side);
    }
  }, [strongest, group, side, bins, theme]);
  const cellAt = (event: MouseEvent<HTMLCanvasElement>): Cell | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (position: number, length: number) => Math.floor((position / length) * bins);
    return strongest.get(`${at(event.clientY - box.top, box.height)} ${at(event.clientX - box.left, box.width)}`);
  };
  return (
    <figure className="matrix-map">
      <canvas
        ref={canvas}
        width={bins * side}
        height={bins * side}
        role="img"
        aria-label={`Confusion matrix of ${count(size)} classes; the pairs with the most mistakes are listed below`}
        onMouseMove={(event) => { setUnder(cellAt(event)); }}
        onMouseLeave={() => { setUnder(undefined); }}
        onClick={(event) => {
          const cell = cellAt(event);
          if (cell) onChoose(cell);
        }}
      />
      <figcaption className="muted">
        {under
          ? `${classes[under.label] ?? ""} → ${classes[under.predicted] ?? ""}: ${count(under.count)}`
          : `Rows are labels, columns are predictions${group > 1 ? `, ${group} classes to a dot` : ""}. Point at a dot to read it.`}
      </figcaption>
    </figure>
  );
}

/** The cell with the most pictures among those that share a dot, by the row and the column of the dot. */
function strongestOf(cells: Cell[], group: number): Map<string, Cell> {
  const strongest = new Map<string, Cell>();
  for (const cell of cells) {
    const key = `${Math.floor(cell.label / group)} ${Math.floor(cell.predicted / group)}`;
    if (cell.count > (strongest.get(key)?.count ?? 0)) strongest.set(key, cell);
  }
  return strongest;
}
