// Made-up comparisons and runs for the pages Comparisons, Compare runs and Accuracy × memory. The figures have no meaning.
import { move, newJob, succeed, trainTo } from "./fixture-jobs.mjs";

const minutes = 60_000;
const resnet = { type: "resnet", depth: 20, width: 16 };
const spec = { dataset: "fashion-mnist-sample", network: resnet, epochs: 6, batchSize: 128, rule: { type: "sgr", weight: 0.2 } };
const rules = {
  backprop: { rule: { type: "backprop" } },
  sgr: { rule: { type: "sgr" } },
  "sgr, weight 0.5": { rule: { weight: 0.5 } },
  greedy: { rule: { type: "greedy" } },
};
const levels = { backprop: [0.871, 690, 61], sgr: [0.854, 420, 133], "sgr, weight 0.5": [0.859, 421, 134], greedy: [0.812, 395, 96] };
const stepsPerEpoch = 79;

const wave = (n) => Math.sin(n * 12.9898) * 0.5;

function training(id, name, variant, seed, labels, end, age) {
  const start = Date.now() - age * minutes;
  const changes = rules[variant] ?? {};
  const job = { ...newJob({ name: `${name}, ${variant}, seed ${seed}`, labels, spec: { ...spec, ...changes, rule: { ...spec.rule, ...changes.rule }, seed } }, start), id };
  if (end === "QUEUED") return job;
  move(job, "RUNNING", { at: start + 2000, message: "claimed by worker-1" });
  const epochs = end === "SUCCEEDED" ? spec.epochs : 2;
  trainTo(job, epochs * stepsPerEpoch, start + 90_000, end === "RUNNING" ? 200 : null);
  const [accuracy, mebibytes, seconds] = levels[variant];
  const shift = accuracy - 0.86 + 0.004 * wave(seed * 7 + variant.length);
  job.metrics.get("test.accuracy ").buckets.forEach((bucket) => ["min", "max", "mean", "last"].forEach((key) => { bucket[key] += shift + 0.004 * wave(bucket.step + seed); }));
  if (end === "SUCCEEDED") {
    succeed(job, start + 2000 + seconds * 1000);
    const peak = (mebibytes + 3 * wave(seed)) * 2 ** 20;
    Object.assign(job.result, { testAccuracy: accuracy + 0.004 * wave(seed * 7 + variant.length), peakMemoryBytes: peak, trainSeconds: seconds + 4 * wave(seed) });
    job.result.memory.estimatedBytes = peak * 0.94;
  } else if (end === "FAILED") {
    move(job, "FAILED", { at: start + 50_000, reason: { code: "DIVERGED", message: "The loss of module 2 became NaN at step 158", retryable: false } });
  } else if (end === "STOPPED") {
    move(job, "CANCELLED", { at: start + 50_000, reason: { code: "STOPPED_EARLY", message: "Stopped early: after epoch 2, 2 of 3 variants continue, and this is not among them.", retryable: false } });
  }
  return job;
}

function comparison(id, name, seeds, variants, endOf, age, more = {}) {
  const labels = { comparison: id };
  const jobs = seeds.flatMap((seed, s) => variants.map((variant, v) => training(`job_${id.slice(4)}${v}${s}`, name, variant, seed, { ...labels, variant }, endOf(variant, seed), age)));
  const { seed: _, ...base } = spec;
  return { made: { id, name, project: "prj_1", labels: {}, spec: base, seeds, createdAt: new Date(Date.now() - age * minutes).toISOString(), variants, jobs, stops: more.stops ?? {}, halving: more.halving ?? null }, jobs };
}

const done = () => "SUCCEEDED";
const all = ["backprop", "sgr", "sgr, weight 0.5", "greedy"];

const kept = [
  comparison("cmp_live", "rules on ResNet-20", [1, 2, 3], all, (variant, seed) => (variant === "greedy" ? "STOPPED" : seed === 1 ? "SUCCEEDED" : seed === 2 && variant === "backprop" ? "RUNNING" : "QUEUED"), 9, { halving: { epochs: [2], keep: 0.6, seed: 1 }, stops: { greedy: { epoch: 2, testAccuracy: 0.5104 } } }),
  comparison("cmp_pair", "resnet20 sgr k4", [1], ["backprop", "sgr"], done, 40),
  comparison("cmp_seeds", "SGR against back-propagation", [1, 2, 3], ["backprop", "sgr"], done, 90),
  comparison("cmp_table", "four rules, three seeds, with a long name that somebody typed for a paper", [1, 2, 3], all, done, 300),
  comparison("cmp_failed", "with a rate that is too high", [1, 2, 3], ["backprop", "sgr", "greedy"], (variant) => (variant === "sgr" ? "FAILED" : "SUCCEEDED"), 500),
];

/** More succeeded runs, so that accuracy against memory has a shape. */
function manyRuns() {
  return Array.from({ length: 40 }, (_, n) => {
    const variant = all[n % all.length];
    const job = training(`job_many${n}`, "sweep", variant, n + 1, {}, "SUCCEEDED", 1000 + n);
    const width = 1 + 0.5 * Math.floor(n / 8);
    job.name = `sweep ${variant} width ${16 * width}`;
    job.result.peakMemoryBytes *= width * (1 + 0.1 * wave(n));
    job.result.testAccuracy += 0.02 * Math.log(width) + 0.006 * wave(n * 3);
    job.result.trainSeconds *= width;
    job.result.memory.estimatedBytes = job.result.peakMemoryBytes * 0.93;
    return job;
  });
}

export const comparedJobs = (scenario) => (scenario === "empty" ? [] : [...kept.flatMap(({ jobs }) => jobs), ...manyRuns()]);

function figure(values) {
  const numbers = values.filter((value) => value !== undefined);
  if (numbers.length === 0) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const sd = numbers.length === 1 ? null : Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1));
  return { mean, sd };
}

function response({ variants, jobs, stops, ...made }) {
  const of = (v) => made.seeds.map((_, s) => jobs.find((job) => job.id === `job_${made.id.slice(4)}${v}${s}`));
  const accuracy = (job) => (job.state === "SUCCEEDED" ? job.result.testAccuracy : undefined);
  const states = {};
  jobs.forEach((job) => { states[job.state] = (states[job.state] ?? 0) + 1; });
  const rows = variants.map((label, v) => {
    const mine = of(v);
    const first = of(0);
    const won = mine.filter((job) => job.state === "SUCCEEDED");
    const differences = v === 0 ? [] : mine.map((job, s) => (accuracy(job) === undefined || accuracy(first[s]) === undefined ? undefined : accuracy(job) - accuracy(first[s])));
    const difference = figure(differences);
    const clear = difference?.sd && won.length > 2 && Math.abs(difference.mean) > 2 * difference.sd;
    return {
      label, changes: rules[label] ?? {}, jobs: mine.map((job) => job.id), n: won.length,
      testAccuracy: figure(won.map(accuracy)), peakMemoryBytes: figure(won.map((job) => job.result.peakMemoryBytes)), trainSeconds: figure(won.map((job) => job.result.trainSeconds)),
      difference, verdict: clear && !stops[label] ? (difference.mean > 0 ? "higher" : "lower") : "none", stopped: stops[label] ?? null,
    };
  });
  return { ...made, isTerminal: jobs.every((job) => job.isTerminal), states, variants: rows, finishedAt: null, links: { self: "", cancel: "" } };
}

/** The routes of comparisons. */
export function comparisonRoutes(scenario, page, HttpError) {
  const known = () => (scenario() === "empty" ? [] : kept.map(({ made }) => made));
  const find = (id) => {
    const found = known().find((one) => one.id === id);
    if (!found) throw new HttpError(404, "The comparison does not exist.");
    return found;
  };
  return [
    ["GET", /^\/comparisons$/, () => page(known().map(response), 20)],
    ["GET", /^\/comparisons\/([^/]+)$/, ([id]) => response(find(id))],
    ["POST", /^\/comparisons$/, () => { throw new HttpError(400, "2 fields are invalid.", [{ pointer: "/variants/1/changes/rule/weight", detail: "must be at least 0" }, { pointer: "/spec/dataset", detail: "is not a known dataset" }]); }],
    ["POST", /^\/comparisons\/([^/]+)\/cancel$/, ([id]) => {
      find(id).jobs.filter((job) => !job.isTerminal).forEach((job) => { move(job, "CANCELLED", { reason: { code: "USER_CANCEL", message: "Cancelled by admin", retryable: false } }); });
      return response(find(id));
    }],
  ];
}
