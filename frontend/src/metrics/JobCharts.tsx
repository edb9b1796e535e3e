import { useMemo, useState } from "react";
import { Chart } from "./Chart";
import { lines, type Line } from "./chartData";
import { seriesNamed, type Metrics } from "./metrics";

interface Props {
  job: string;
  metrics: Metrics | undefined;
  hasModules: boolean;
  ended: boolean;
}

/** The charts of a job. Those of modules and boundaries appear only if the rule has local modules. */
export function JobCharts({ job, metrics, hasModules, ended }: Props) {
  const loss = useMemo(() => trainAndTest(metrics, "loss"), [metrics]);
  const accuracy = useMemo(() => trainAndTest(metrics, "accuracy"), [metrics]);
  const cosines = useMemo(
    () => lines(seriesNamed(metrics, "boundary.cosine"), ({ module }) => `${(module ?? 2) - 1}–${module ?? 2}`),
    [metrics],
  );
  const endToEndCosines = useMemo(() => byModule(metrics, "module.endToEndCosine"), [metrics]);
  const deadUnits = useMemo(() => byModule(metrics, "module.deadUnits"), [metrics]);
  const emptyText = ended ? "No metrics were reported." : "Waiting for the first metrics.";
  if (ended && metrics?.series.length === 0) return <p className="notice">The job ended before it reported any metrics.</p>;
  const shared = { syncKey: job, emptyText };
  return (
    <div className="charts">
      <Chart {...shared} title="Loss" lines={loss} unit="number" logarithmic smoothing />
      <Chart {...shared} title="Accuracy" lines={accuracy} unit="percent" smoothing />
      {(hasModules || seriesNamed(metrics, "module.loss").length > 0) && <ModuleChart {...shared} metrics={metrics} />}
      {(cosines.length > 0 || (hasModules && !ended)) && (
        <Chart {...shared} title="Gradient cosine at boundaries" lines={cosines} unit="number" smoothing />
      )}
      {endToEndCosines.length > 1 && (
        <Chart {...shared} title="Cosine with end-to-end gradient" lines={endToEndCosines} unit="number" smoothing />
      )}
      {deadUnits.length > 0 && <Chart {...shared} title="Dead units" lines={deadUnits} unit="percent" smoothing />}
    </div>
  );
}

function ModuleChart({ metrics, syncKey, emptyText }: { metrics: Metrics | undefined; syncKey: string; emptyText: string }) {
  const [shown, setShown] = useState<"accuracy" | "loss">("accuracy");
  const drawn = useMemo(() => byModule(metrics, `module.${shown}`), [metrics, shown]);
  return (
    <Chart
      title="Modules"
      lines={drawn}
      syncKey={syncKey}
      emptyText={emptyText}
      unit={shown === "accuracy" ? "percent" : "number"}
      logarithmic={shown === "loss"}
      smoothing
    >
      <span className="segments segments-small" role="group" aria-label="Module metric">
        {(["accuracy", "loss"] as const).map((metric) => (
          <button key={metric} type="button" aria-pressed={shown === metric} onClick={() => { setShown(metric); }}>
            {metric === "accuracy" ? "Accuracy" : "Loss"}
          </button>
        ))}
      </span>
    </Chart>
  );
}

function byModule(metrics: Metrics | undefined, name: string): Line[] {
  return lines(seriesNamed(metrics, name), ({ module }) => `Module ${module ?? "?"}`);
}

function trainAndTest(metrics: Metrics | undefined, metric: string): Line[] {
  const of = (name: string, label: string) => lines(seriesNamed(metrics, name), () => label);
  return [...of(`train.${metric}`, "train"), ...of(`test.${metric}`, "test")];
}
