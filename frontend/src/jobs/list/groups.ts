import { moduleCount, networkName, ruleName } from "../describe";
import type { Job } from "../jobs";

export interface JobGroup {
  name: string;
  jobs: Job[];
}

/** Mean of a sample and its standard deviation (n-1), which one value does not have. */
export interface Spread {
  n: number;
  mean: number;
  deviation: number | undefined;
}

export const groupings = [
  { key: "rule", title: "Rule" },
  { key: "network", title: "Network" },
  { key: "dataset", title: "Data set" },
  { key: "modules", title: "Modules" },
  { key: "weight", title: "Rule weight" },
  { key: "learningRate", title: "Learning rate" },
  { key: "settings", title: "All settings but the seed" },
];

const labelPrefix = "label.";

export function labelGrouping(name: string): string {
  return labelPrefix + name;
}

export function groupTitle(group: string): string {
  if (group.startsWith(labelPrefix)) return group.slice(labelPrefix.length);
  return groupings.find(({ key }) => key === group)?.title ?? group;
}

/** Groups jobs in the order of their first job; those without the value come last. */
export function groupJobs(jobs: Job[], group: string): JobGroup[] {
  const groups = new Map<string, Job[]>();
  const others: Job[] = [];
  for (const job of jobs) {
    const value = valueOf(job, group);
    if (value === undefined) others.push(job);
    else groups.set(value, [...(groups.get(value) ?? []), job]);
  }
  const named = [...groups].map(([name, members]) => ({ name, jobs: members }));
  return others.length === 0 ? named : [...named, { name: "", jobs: others }];
}

function valueOf(job: Job, group: string): string | undefined {
  const { spec } = job;
  if (group.startsWith(labelPrefix)) return job.labels[group.slice(labelPrefix.length)];
  switch (group) {
    case "rule": return ruleName(spec);
    case "network": return networkName(spec);
    case "dataset": return spec.dataset;
    case "modules": return moduleCount(spec)?.toString();
    case "weight": return spec.rule.weight?.toString();
    case "learningRate": return spec.optimizer?.learningRate?.toString();
    case "settings": return settings(job);
    default: return undefined;
  }
}

/** Equal for jobs that differ in the seed only, as far as lists show their settings. */
function settings({ spec }: Job): string {
  const modules = moduleCount(spec);
  return [
    networkName(spec),
    `${ruleName(spec)}${modules === undefined ? "" : ` K=${modules}`}`,
    spec.rule.weight === undefined ? undefined : `weight ${spec.rule.weight}`,
    spec.optimizer?.learningRate === undefined ? undefined : `lr ${spec.optimizer.learningRate}`,
    spec.batchSize === undefined ? undefined : `batch ${spec.batchSize}`,
    `${spec.epochs} epochs`,
    spec.dataset,
  ].filter((part) => part !== undefined).join(" · ");
}

export function spread(values: number[]): Spread | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: n < 2 ? undefined : Math.sqrt(squares / (n - 1)) };
}
