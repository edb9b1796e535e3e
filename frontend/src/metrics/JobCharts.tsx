import { useMemo, useState } from "react";
import { Chart } from "./Chart";
import { lines, type Line } from "./chart";
import { seriesNamed, type Metrics } from "./metrics";

interface Props {
  job: string;
  metrics: Metrics | undefined;
  hasModules: boolean;
  ended: boolean;
}

/** The pictures of a training; those of modules and boundaries only where the rule has them. */
export function JobCharts({ job, metrics, hasModules, ended }: Props) {
  const loss = useMemo(() => trainAndTest(metrics, "loss"), [metrics]);
  const accuracy = useMemo(() => trainAndTest(metrics, "accuracy"), [metrics]);
  const cosines = useMemo(
    () => lines(seriesNamed(metrics, "boundary.cosine"), ({ module }) => `${(module ?? 2) - 1}–${module ?? 2}`),
    [metrics],
  );
  const closeness = useMemo(() => byModule(metrics, "module.endToEndCosine"), [metrics]);
  const deadUnits = useMemo(() => byModule(metrics, "module.deadUnits"), [metrics]);
  const waiting = ended ? "No figures were reported." : "Drawn as soon as training reports figures.";
  if (ended && metrics?.series.length === 0) return <p className="notice">It ended before it reported any figures.</p>;
  const shared = { syncKey: job, waiting };
  return (
    <div className="charts">
      <Chart {...shared} title="Loss" lines={loss} unit="number" logarithmic smoothing />
      <Chart {...shared} title="Accuracy" lines={accuracy} unit="percent" smoothing />
      {(hasModules || seriesNamed(metrics, "module.loss").length > 0) && <ModuleChart {...shared} metrics={metrics} />}
      {(cosines.length > 0 || (hasModules && !ended)) && (
        <Chart {...shared} title="Boundary agreement (cosine)" lines={cosines} unit="number" smoothing />
      )}
      {closeness.length > 1 && (
        <Chart {...shared} title="Closeness to back-propagation (cosine)" lines={closeness} unit="number" smoothing />
      )}
      {deadUnits.length > 0 && <Chart {...shared} title="Dead units" lines={deadUnits} unit="percent" smoothing />}
    </div>
  );
}

function ModuleChart({ metrics, syncKey, waiting }: { metrics: Metrics | undefined; syncKey: string; waiting: string }) {
  const [shown, setShown] = useState<"accuracy" | "loss">("accuracy");
  const drawn = useMemo(() => byModule(metrics, `module.${shown}`), [metrics, shown]);
  return (
    <Chart
      title="Modules"
      lines={drawn}
      syncKey={syncKey}
      waiting={waiting}
      unit={shown === "accuracy" ? "percent" : "number"}
      logarithmic={shown === "loss"}
      smoothing
    >
      <span className="segments segments-small" role="group" aria-label="Figure of the modules">
        {(["accuracy", "loss"] as const).map((figure) => (
          <button key={figure} type="button" aria-pressed={shown === figure} onClick={() => { setShown(figure); }}>
            {figure === "accuracy" ? "Accuracy" : "Loss"}
          </button>
        ))}
      </span>
    </Chart>
  );
}

function byModule(metrics: Metrics | undefined, name: string): Line[] {
  return lines(seriesNamed(metrics, name), ({ module }) => `Module ${module ?? "?"}`);
}

function trainAndTest(metrics: Metrics | undefined, figure: string): Line[] {
  const of = (name: string, label: string) => lines(seriesNamed(metrics, name), () => label);
  return [...of(`train.${figure}`, "train"), ...of(`test.${figure}`, "test")];
}

