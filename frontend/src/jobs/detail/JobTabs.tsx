import { useSearchParams } from "react-router";
import { Tabs, type Tab } from "../../components/Tabs";
import { JobEvaluation } from "../evaluation/JobEvaluation";
import { JobEvents } from "../events/JobEvents";
import { JobExports } from "../exports/JobExports";
import { JobLog } from "../log/JobLog";
import { TryIt } from "../predictions/TryIt";
import { JobResult } from "../result/JobResult";
import type { Job } from "../jobs";
import { JobCheckpoints } from "./JobCheckpoints";
import { JobSpec } from "./JobSpec";

type Name = "checkpoints" | "log" | "events" | "spec" | "result" | "try" | "evaluation" | "exports";

/** These tabs need a trained network. */
const afterTraining = new Set<Name>(["result", "try", "evaluation", "exports"]);

const titles: Tab<Name>[] = [
  { name: "result", title: "Result" },
  { name: "try", title: "Try it" },
  { name: "evaluation", title: "Evaluation" },
  { name: "exports", title: "Exports" },
  { name: "log", title: "Log" },
  { name: "checkpoints", title: "Checkpoints" },
  { name: "events", title: "Events" },
  { name: "spec", title: "Spec" },
];

export function JobTabs({ job }: { job: Job }) {
  const [parameters, setParameters] = useSearchParams();
  const tabs = titles.filter((tab) => job.result !== null || !afterTraining.has(tab.name));
  const wanted = tabs.find((tab) => tab.name === parameters.get("tab"))?.name;
  const shown = wanted ?? tabs[0]?.name ?? "log";
  return (
    <Tabs
      label="Details"
      tabs={tabs}
      shown={shown}
      onShow={(name) => { setParameters({ tab: name }, { replace: true, preventScrollReset: true }); }}
    >
      {shown === "log" && <JobLog job={job} />}
      {shown === "checkpoints" && <JobCheckpoints job={job} />}
      {shown === "events" && <JobEvents job={job} />}
      {shown === "spec" && <JobSpec job={job} />}
      {shown === "try" && <TryIt job={job} />}
      {shown === "evaluation" && <JobEvaluation job={job} />}
      {shown === "exports" && <JobExports job={job} />}
      {shown === "result" && job.result && <JobResult job={job.id} result={job.result} />}
    </Tabs>
  );
}
