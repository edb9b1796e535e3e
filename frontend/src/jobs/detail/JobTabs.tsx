import { useSearchParams } from "react-router";
import { Tabs, type Tab } from "../../components/Tabs";
import { JobEvents } from "../events/JobEvents";
import { JobLog } from "../log/JobLog";
import { JobResult } from "../result/JobResult";
import type { Job } from "../jobs";
import { JobCheckpoints } from "./JobCheckpoints";
import { JobSpec } from "./JobSpec";

type Name = "checkpoints" | "log" | "events" | "spec" | "result";

const titles: Tab<Name>[] = [
  { name: "result", title: "Result" },
  { name: "log", title: "Log" },
  { name: "checkpoints", title: "Checkpoints" },
  { name: "events", title: "Events" },
  { name: "spec", title: "Spec" },
];

export function JobTabs({ job }: { job: Job }) {
  const [parameters, setParameters] = useSearchParams();
  const tabs = titles.filter((tab) => tab.name !== "result" || job.result !== null);
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
      {shown === "result" && job.result && <JobResult job={job.id} result={job.result} />}
    </Tabs>
  );
}
