import { useSearchParams } from "react-router";
import { deferred } from "../../components/deferred";
import { Skeleton } from "../../components/Skeleton";
import { Tabs, type Tab } from "../../components/Tabs";
import { JobCharts } from "../charts/JobCharts";
import type { Metrics } from "../../metrics/metrics";
import { ModuleOverview } from "../../metrics/ModuleOverview";
import { Diagnosis } from "../diagnosis/Diagnosis";
import { JobResult } from "../result/JobResult";
import type { Job } from "../jobs";

// Loaded with their first use: most visits see only the charts.
const bars = <Skeleton lines={6} height={36} />;
const JobLog = deferred(async () => (await import("../log/JobLog")).JobLog, bars);
const JobCheckpoints = deferred(async () => (await import("./JobCheckpoints")).JobCheckpoints, bars);
const JobEvents = deferred(async () => (await import("../events/JobEvents")).JobEvents, bars);
const JobSpec = deferred(async () => (await import("./JobSpec")).JobSpec, bars);
const JobEvaluation = deferred(async () => (await import("../evaluation/JobEvaluation")).JobEvaluation, bars);
const JobExports = deferred(async () => (await import("../exports/JobExports")).JobExports, bars);
const TryIt = deferred(async () => (await import("../predictions/TryIt")).TryIt, bars);

type Name = "overview" | "checkpoints" | "log" | "events" | "spec" | "result" | "try" | "evaluation" | "exports";

/** These tabs need a trained network. */
const afterTraining = new Set<Name>(["result", "try", "evaluation", "exports"]);

const titles: Tab<Name>[] = [
  { name: "overview", title: "Overview" },
  { name: "result", title: "Result" },
  { name: "try", title: "Try it" },
  { name: "evaluation", title: "Evaluation" },
  { name: "exports", title: "Exports" },
  { name: "log", title: "Log" },
  { name: "checkpoints", title: "Checkpoints" },
  { name: "events", title: "Events" },
  { name: "spec", title: "Spec" },
];

interface Props {
  job: Job;
  latest: Metrics | undefined;
  modules: number;
  started: boolean;
}

export function JobTabs(props: Props) {
  const { job, latest, modules, started } = props;
  const [parameters, setParameters] = useSearchParams();
  const tabs = titles.filter((tab) => job.result !== null || !afterTraining.has(tab.name));
  const shown = tabs.find((tab) => tab.name === parameters.get("tab"))?.name ?? "overview";
  const show = (name: Name) => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (name === "overview") next.delete("tab");
      else next.set("tab", name);
      return next;
    }, { replace: true, preventScrollReset: true });
  };
  return (
    <div className="job-tabs">
      <Tabs label="Details" tabs={tabs} shown={shown} onShow={show}>
        {shown === "overview" ? <Overview {...props} /> : <h2 className="visually-hidden">{tabs.find((tab) => tab.name === shown)?.title}</h2>}
        {shown === "log" && (
          <div className="stack">
            <JobLog job={job} />
            {started && !job.isTerminal && <JobCharts job={job} latest={latest} hasModules={modules > 1} only={["loss", "accuracy"]} />}
          </div>
        )}
        {shown === "checkpoints" && <JobCheckpoints job={job} />}
        {shown === "events" && <JobEvents job={job} />}
        {shown === "spec" && <JobSpec job={job} />}
        {shown === "try" && <TryIt job={job} />}
        {shown === "evaluation" && <JobEvaluation job={job} />}
        {shown === "exports" && <JobExports job={job} />}
        {shown === "result" && job.result && <JobResult job={job.id} result={job.result} />}
      </Tabs>
    </div>
  );
}

/** Findings, modules and charts; of a finished training also its result. */
function Overview({ job, latest, modules, started }: Props) {
  const [, setParameters] = useSearchParams();
  const open = (module: number) => {
    setParameters((before) => new URLSearchParams([...[...before].filter(([name]) => name !== "module"), ["module", String(module)]]), { replace: true, preventScrollReset: true });
  };
  if (!started) return <p className="muted">Charts appear once the training has started.</p>;
  return (
    <div className="stack">
      <Diagnosis job={job} latest={latest} onModule={open} />
      <ModuleOverview modules={modules} metrics={latest} onOpen={open} />
      <JobCharts job={job} latest={latest} hasModules={modules > 1} />
      {job.result && (
        <section className="panel overview-result" aria-labelledby="result-heading">
          <h2 id="result-heading">Result</h2>
          <JobResult job={job.id} result={job.result} />
        </section>
      )}
    </div>
  );
}
