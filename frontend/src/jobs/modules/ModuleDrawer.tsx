import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef } from "react";
import { useRefetchInterval } from "../../api/polling";
import { bytes, count, percent, significant } from "../../components/format";
import { Chart } from "../../metrics/Chart";
import { defaultSmoothing, lines } from "../../metrics/chartData";
import { stepAxis } from "../../metrics/axis";
import { lastOf, metricsQuery, seriesNamed, type Metrics, type Wanted } from "../../metrics/metrics";
import type { Unit } from "../../metrics/unit";
import { moduleCount } from "../describe";
import type { Job } from "../jobs";
import { CutNetwork } from "./CutNetwork";
import { moduleMemoryQuery, type ModuleMemory } from "./moduleMemory";

interface Props {
  job: Job;
  latest: Metrics | undefined;
  module: number;
  onModule: (module: number | null) => void;
}

const curves: [name: string, title: string, unit: Unit][] = [
  ["module.loss", "Train loss", "number"],
  ["module.testLoss", "Test loss", "number"],
  ["module.accuracy", "Test accuracy", "percent"],
  ["module.gradientNorm", "Gradient norm", "number"],
  ["module.updateRatio", "Update ratio", "number"],
  ["boundary.cosine", "Gradient cosine with the module before", "number"],
  ["module.endToEndCosine", "Cosine with end-to-end gradient", "number"],
  ["module.deadUnits", "Dead units", "percent"],
];

/** Everything about one local module, beside the page. */
export function ModuleDrawer({ job, latest, module, onModule }: Props) {
  const heading = useId();
  const panel = useRef<HTMLDivElement>(null);
  const modules = Math.max(moduleCount(job.spec) ?? 1, ...seriesNamed(latest, "module.loss").map((series) => series.module ?? 1));
  const memory = useQuery(moduleMemoryQuery(job));
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  if (module > modules) return null;
  return (
    <div
      ref={panel}
      className="drawer"
      role="dialog"
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={(event) => { if (event.key === "Escape") onModule(null); }}
    >
      <div className="drawer-title">
        <h2 id={heading}>Module {module} <span className="muted">of {modules}</span></h2>
        <span className="spacer" />
        <button type="button" className="button button-small" disabled={module <= 1} onClick={() => { onModule(module - 1); }}>Previous</button>
        <button type="button" className="button button-small" disabled={module >= modules} onClick={() => { onModule(module + 1); }}>Next</button>
        <button type="button" className="button button-small" onClick={() => { onModule(null); }}>Close</button>
      </div>
      <Facts job={job} latest={latest} module={module} memory={memory.data} />
      {job.result && <CutNetwork key={module} job={job} module={module} modules={modules} />}
      <Curves job={job} latest={latest} module={module} />
    </div>
  );
}

function Facts({ job, latest, module, memory }: { job: Job; latest: Metrics | undefined; module: number; memory: ModuleMemory[] | undefined }) {
  const of = (name: string, write: (value: number) => string) => {
    const value = lastOf(latest, name, module);
    return value === undefined ? undefined : write(value);
  };
  const own = memory?.find((each) => each.module === module);
  const all = memory ?? [];
  const share = (value: number, total: number) => (total > 0 ? ` (${percent(value / total, 0)})` : "");
  const sum = (field: "weights" | "activations") => all.reduce((total, each) => total + each[field], 0);
  const accuracy = job.result?.moduleAccuracies?.[module - 1] ?? lastOf(latest, "module.accuracy", module);
  const facts: [string, string | undefined, string?][] = [
    ["Accuracy if cut here", accuracy === undefined ? undefined : percent(accuracy), "On the test pictures, by the head of this module."],
    ["Train loss", of("module.loss", significant), "Of its own head, in the last steps."],
    ["Test loss", of("module.testLoss", significant), "Of its own head, after the last epoch."],
    ["Parameters", own && `${count(own.weights / 4)}${share(own.weights, sum("weights"))}`, "With the head. In brackets, the share of the whole network."],
    ["Activations", own && `${bytes(own.activations)}${share(own.activations, sum("activations"))}`, "Estimated before training. In brackets, the share of all modules together."],
    ["Time", own?.timeShare === undefined ? undefined : `${percent(own.timeShare, 0)} of a step`, "Its share of a training step, estimated from the shapes of its layers."],
    ["Gradient norm", of("module.gradientNorm", significant)],
    ["Update ratio", of("module.updateRatio", significant), "Norm of the last update divided by the norm of the weights."],
    ["Gradient cosine", of("boundary.cosine", (value) => value.toFixed(3)), "With the module before, in the last steps."],
    ["Cosine with back-propagation", of("module.endToEndCosine", (value) => value.toFixed(3)), "Cosine between this module’s gradient and the end-to-end gradient."],
    ["Dead units", of("module.deadUnits", percent), "Units that are 0 for every picture of a batch."],
  ];
  return (
    <dl className="drawer-facts">
      {own?.blocks && (
        <div className="drawer-blocks">
          <dt>Layers</dt>
          <dd>{[...own.blocks, module === all.length ? "classifier" : "head"].join(", ")}</dd>
        </div>
      )}
      {facts.filter(([, value]) => value !== undefined).map(([name, value, help]) => (
        <div key={name} title={help}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Curves({ job, latest, module }: { job: Job; latest: Metrics | undefined; module: number }) {
  const wanted: Wanted = { names: curves.map(([name]) => name), modules: [module], points: 200, band: false };
  const { data } = useQuery({
    ...metricsQuery(job.id, job.attempt, wanted),
    refetchInterval: useRefetchInterval<Metrics>(() => (job.isTerminal ? "never" : "fast")),
  });
  return (
    <div className="drawer-curves">
      {curves.map(([name, title, unit]) => {
        const drawn = lines(seriesNamed(data, name), () => title.toLowerCase());
        return drawn.length === 0 ? null : (
          <Chart key={`${name} ${module}`} title={title} lines={drawn} syncKey={`${job.id} ${module}`} unit={unit} axis={stepAxis} smoothing={defaultSmoothing(latest?.lastStep ?? 0)} emptyText="" />
        );
      })}
    </div>
  );
}
