import { useTheme } from "../components/theme";
import type { Axis } from "./axis";
import { markColor, type Mark } from "./marks";

const names: Record<Mark["kind"], string> = {
  checkpoint: "checkpoint", pause: "stop with a checkpoint", restart: "restart", best: "best epoch", failure: "failure",
};

/** What the marks in the charts mean, and where the few important ones are. */
export function MarkLegend({ marks, axis }: { marks: Mark[]; axis: Axis }) {
  const theme = useTheme();
  const kinds = (Object.keys(names) as Mark["kind"][]).filter((kind) => marks.some((mark) => mark.kind === kind));
  return (
    <ul className="mark-legend muted" aria-label="Marks in the charts">
      {kinds.map((kind) => {
        const of = marks.filter((mark) => mark.kind === kind);
        return (
          <li key={kind}>
            <svg viewBox="0 0 6 14" width="6" height="14" aria-hidden="true">
              <path d={kind === "checkpoint" ? "M3 7v7" : "M3 0v14"} stroke={markColor(theme, kind)} strokeWidth="2" strokeDasharray={kind === "checkpoint" || kind === "failure" ? "" : "3 2"} />
            </svg>
            {kind === "checkpoint" ? `${of.length} ${of.length === 1 ? "checkpoint" : "checkpoints"}` : `${of.length === 1 && kind === "best" ? (of[0]?.text ?? "") : names[kind]}: ${of.slice(0, 5).map(({ step }) => axis.text(step)).join(", ")}${of.length > 5 ? " …" : ""}`}
          </li>
        );
      })}
    </ul>
  );
}
