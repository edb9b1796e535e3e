import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useMemo } from "react";
import { useRefetchInterval } from "../../api/polling";
import type { Job } from "../jobs";
import { epochAxis, stepAxis, timeAxis, type Axis, type XUnit } from "../../metrics/axis";
import { useChartLink } from "../../metrics/chartLink";
import { ChartToolbar } from "../../metrics/ChartToolbar";
import { definitions, isRecorded, modulesOf, namesOf, type ChartDefinition } from "../../metrics/definitions";
import { MarkLegend } from "../../metrics/MarkLegend";
import { MetricChart } from "./MetricChart";
import { metricsQuery, seriesNamed, type Metrics } from "../../metrics/metrics";
import { useMarks } from "./useMarks";
import { useChartView } from "../../metrics/useChartView";

interface Props {
  job: Job;
  latest: Metrics | undefined;
  hasModules: boolean;
  /** Only these charts, without the controls. */
  only?: string[];
}

/** The charts of a job. Those of modules and boundaries appear only if the rule has local modules. */
export function JobCharts({ job, latest, hasModules, only }: Props) {
  const [view, change] = useChartView();
  const link = useChartLink();
  const marks = useMarks(job, view.marks);
  const axis = useAxis(job, view.x);
  const ended = job.isTerminal;
  const lastStep = Math.max(1, latest?.lastStep ?? 0, job.progress?.step ?? 0, ...marks.map(({ step }) => step));
  // Before the charts below are drawn, which show all of these steps.
  useLayoutEffect(() => { link.setExtent(0, lastStep); }, [link, lastStep]);
  const available = definitions.filter((definition) => isShowable(definition, latest, hasModules, ended));
  const shown = available.filter(({ id, byDefault }) => only?.includes(id) ?? view.charts?.has(id) ?? byDefault);
  if (ended && latest?.series.length === 0) return <p className="notice">The job ended before it reported any metrics.</p>;
  return (
    <section aria-labelledby="charts-heading" className="stack">
      <h2 id="charts-heading" className="visually-hidden">Charts</h2>
      {!only && <ChartToolbar view={view} change={change} available={available} shown={shown} lastStep={lastStep} canShowTime={seriesNamed(latest, "step.seconds").length > 0} />}
      <div className="charts">
        {shown.map((definition) => (
          <MetricChart
            key={definition.id}
            job={job}
            definition={definition}
            modules={modulesOf(latest, namesOf(definition)[0] ?? "")}
            view={view}
            change={change}
            axis={axis}
            marks={marks}
            lastStep={lastStep}
            latest={latest}
          />
        ))}
      </div>
      {!only && view.marks && marks.length > 0 && <MarkLegend marks={marks} axis={axis} />}
    </section>
  );
}

/** Before a running job has reported a metric, the charts that will follow are shown empty. */
function isShowable(definition: ChartDefinition, latest: Metrics | undefined, hasModules: boolean, ended: boolean): boolean {
  const { id, each } = definition;
  if (each !== undefined && !hasModules && modulesOf(latest, each) < 2) return id === "dead" && isRecorded(latest, definition);
  if (id === "modules") return hasModules || modulesOf(latest, "module.loss") > 1;
  if (id === "backprop") return modulesOf(latest, "module.endToEndCosine") > 1;
  if (isRecorded(latest, definition)) return true;
  return id === "loss" || id === "accuracy" || (id === "cosine" && hasModules && !ended);
}

const timeNames = { names: ["step.seconds"], points: 1000, band: false };

function useAxis(job: Job, unit: XUnit): Axis {
  const { data } = useQuery({
    ...metricsQuery(job.id, job.attempt, timeNames),
    enabled: unit === "time",
    refetchInterval: useRefetchInterval(() => (job.isTerminal ? "never" : "fast")),
  });
  const { steps = 0, epochs = 0 } = job.progress ?? {};
  return useMemo(() => {
    if (unit === "epoch" && epochs > 0 && steps > 0) return epochAxis(steps / epochs);
    const seconds = seriesNamed(data, "step.seconds")[0]?.buckets;
    return unit === "time" && seconds && seconds.length > 0 ? timeAxis(seconds) : stepAxis;
  }, [unit, steps, epochs, data]);
}
