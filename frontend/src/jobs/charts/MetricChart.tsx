import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useRefetchInterval } from "../../api/polling";
import type { Job } from "../jobs";
import type { Axis } from "../../metrics/axis";
import { Chart } from "../../metrics/Chart";
import { defaultSmoothing, lines, withDetail, type Line } from "../../metrics/chartData";
import { useChartLink } from "../../metrics/chartLink";
import { namesOf, type ChartDefinition } from "../../metrics/definitions";
import { HeatMap } from "../../metrics/HeatMap";
import type { Mark } from "../../metrics/marks";
import { metricsQuery, seriesNamed, type Metrics, type Series, type Wanted } from "../../metrics/metrics";
import { height } from "../../metrics/plotOptions";
import { useInView } from "../../metrics/useInView";
import { useSettledZoom } from "../../metrics/useSettledZoom";
import { toggled, type ChartView, type useChartView } from "../../metrics/useChartView";

interface Props {
  job: Job;
  definition: ChartDefinition;
  /** Modules with values; from six on, a heat map is clearer than lines. */
  modules: number;
  view: ChartView;
  change: ReturnType<typeof useChartView>[1];
  axis: Axis;
  marks: Mark[];
  lastStep: number;
  /** The last value of every series: shown until the series themselves are loaded. */
  latest: Metrics | undefined;
}

const manyModules = 6;

/** One chart of the job page. Its numbers are loaded once it comes into sight, and finer ones when it is zoomed. */
export function MetricChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useInView(box);
  return <div ref={box} className="chart-box">{seen ? <LoadedChart {...props} /> : <div style={{ height: height + 80 }} />}</div>;
}

function LoadedChart({ job, definition: given, modules, view, change, axis, marks, lastStep, latest }: Props) {
  const link = useChartLink();
  const definition = given.id === "modules" ? moduleChart(given, view) : given;
  const many = modules >= manyModules;
  const asMap = many && !view.asLines.has(definition.id);
  const wanted: Wanted = asMap
    ? { names: namesOf(definition), points: 100, band: false }
    : { names: namesOf(definition), points: modules > 1 ? (many ? 200 : 300) : 600, band: !many };
  const { series, error, isLoading } = useSeries(job, wanted, latest);
  const drawn = useMemo(() => linesOf(definition, series), [definition, series]);
  const smoothing = view.smooth ?? defaultSmoothing(lastStep);
  const switches = (
    <>
      {definition.id === "modules" && <ModuleMetric shown={view.moduleMetric} onShow={(metric) => { change({ metric }); }} />}
      {many && (
        <span className="segments segments-small" role="group" aria-label={`Form of ${definition.title}`}>
          {[true, false].map((map) => (
            <button key={String(map)} type="button" aria-pressed={map === asMap} onClick={() => { change({ lines: toggled(view.asLines, definition.id, !map) }); }}>
              {map ? "Map" : "Lines"}
            </button>
          ))}
        </span>
      )}
    </>
  );
  if (asMap && drawn.length > 0) {
    return <HeatMap definition={definition} lines={drawn} isLoading={isLoading} axis={axis} lastStep={lastStep} onModule={(module) => { change({ module: String(module) }); }}>{switches}</HeatMap>;
  }
  const emptyText = error ? error.message : job.isTerminal ? "No metrics were reported." : "Waiting for the first metrics.";
  return (
    <Chart
      title={definition.title}
      lines={drawn}
      syncKey={job.id}
      unit={definition.unit}
      axis={axis}
      marks={marks}
      link={link}
      smoothing={smoothing}
      logarithmic={definition.logarithmic === true}
      log={view.log.has(definition.id)}
      onLog={(log) => { change({ log: toggled(view.log, definition.id, log) }); }}
      emptyText={emptyText}
    >
      {switches}
    </Chart>
  );
}

function moduleChart(definition: ChartDefinition, { moduleMetric }: ChartView): ChartDefinition {
  return moduleMetric === "accuracy" ? definition : lossOfModules;
}

const lossOfModules: ChartDefinition = { id: "modules", title: "Modules", unit: "number", each: "module.loss", logarithmic: true };

/** The series of the whole training; between the steps in sight, finer ones. */
function useSeries(job: Job, wanted: Wanted, latest: Metrics | undefined): { series: Series[]; error: Error | null; isLoading: boolean } {
  const zoom = useSettledZoom();
  const refetchInterval = useRefetchInterval<Metrics>(() => (job.isTerminal ? "never" : "fast"));
  const whole = useQuery({
    ...metricsQuery(job.id, job.attempt, wanted),
    refetchInterval,
    ...(latest && { placeholderData: { ...latest, series: latest.series.filter(({ name }) => wanted.names?.includes(name)) } }),
  });
  const isCoarse = (whole.data?.bucketSteps ?? 1) > 1;
  const [from, to] = zoom ?? [0, 0];
  const fine = useQuery({
    ...metricsQuery(job.id, job.attempt, { ...wanted, from, to }),
    enabled: zoom !== null && isCoarse,
    placeholderData: (before) => before,
    staleTime: job.isTerminal ? Infinity : 10_000,
  });
  const detail = zoom !== null && isCoarse && !fine.isPlaceholderData ? fine.data : undefined;
  const series = useMemo(
    () => withDetail(whole.data?.series ?? [], detail?.series, from, to),
    [whole.data, detail, from, to],
  );
  return { series, error: whole.data ? null : whole.error, isLoading: whole.isPlaceholderData };
}

function linesOf({ network, each, boundary }: ChartDefinition, series: Series[]): Line[] {
  const metrics = { series, lastStep: 0 };
  if (network) return network.flatMap(([name, label]) => lines(seriesNamed(metrics, name), () => label));
  const label = boundary
    ? ({ module }: Series) => `${(module ?? 2) - 1}–${module ?? 2}`
    : ({ module }: Series) => `Module ${module ?? "?"}`;
  return lines(seriesNamed(metrics, each ?? ""), label);
}

function ModuleMetric({ shown, onShow }: { shown: "accuracy" | "loss"; onShow: (metric: "accuracy" | "loss") => void }) {
  return (
    <span className="segments segments-small" role="group" aria-label="Module metric">
      {(["accuracy", "loss"] as const).map((metric) => (
        <button key={metric} type="button" aria-pressed={shown === metric} onClick={() => { onShow(metric); }}>
          {metric === "accuracy" ? "Accuracy" : "Loss"}
        </button>
      ))}
    </span>
  );
}
