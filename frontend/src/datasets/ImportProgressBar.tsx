import { count, duration, percent } from "../components/format";
import { ProgressBar } from "../components/ProgressBar";
import type { Dataset } from "./datasets";

/** How far an import is. The number of pictures is not always known at the beginning. */
export function ImportProgressBar({ dataset, isLong = false }: { dataset: Dataset; isLong?: boolean }) {
  const { progress } = dataset;
  const fraction = progress?.fraction ?? 0;
  const facts = [
    progress ? percent(fraction, 0) : "not started yet",
    isLong && progress !== null && progress !== undefined && `${count(progress.done)} of ${count(progress.total)} pictures`,
    typeof progress?.etaSeconds === "number" && `${duration(progress.etaSeconds)} left`,
  ].filter((fact) => fact !== false);
  return (
    <div className={isLong ? "progress-line" : "progress-cell"}>
      <ProgressBar label={`Import of ${dataset.name}`} fraction={fraction} />
      <span className="muted">{facts.join(" · ")}</span>
    </div>
  );
}
