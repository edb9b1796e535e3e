// Answers of GET /jobs and its filters over simulated jobs, and a sweep of 70 jobs.
import { newJob, move, succeed } from "./fixture-jobs.mjs";

const minutes = 60_000;
const owners = [{ id: "acc_1", name: "admin" }, { id: "acc_2", name: "Maria Lindqvist" }];

/** Jobs of one network that differ in the rule's weight and in the seed. */
export function sweep(count) {
  return Array.from({ length: count }, (_, index) => {
    const weight = [0.05, 0.1, 0.2, 0.5, 1][index % 5];
    const seed = Math.floor(index / 5) + 1;
    const at = Date.now() - (200 + index) * minutes;
    const job = newJob({
      name: `sweep lambda=${weight} seed=${seed}`,
      labels: { sweep: "lambda", git: index % 2 ? "3f2c1aa" : "90be11c" },
      spec: { dataset: "fashion-mnist-sample", network: { type: "resnet", depth: 8, width: 16 }, rule: { type: "sgr", distance: "cos", weight }, epochs: 3, seed },
    }, at);
    job.owner = owners[index % 2];
    move(job, "RUNNING", { at: at + 1000, message: "claimed by worker-1" });
    succeed(job, at + 3 * minutes);
    job.result.testAccuracy = 0.7 + 0.12 * Math.sqrt(weight) - 0.1 * weight + (seed * 7 % 5) * 0.002;
    return job;
  });
}

const figures = {
  name: (job) => job.name.toLowerCase(),
  createdAt: (job) => job.createdAt,
  learningRate: (job) => job.spec.optimizer?.learningRate,
  weight: (job) => job.spec.rule.weight,
  modules: (job) => job.spec.split?.modules,
  seed: (job) => job.spec.seed,
  epochs: (job) => job.spec.epochs,
  batchSize: (job) => job.spec.batchSize,
};

export function listed(jobs, query) {
  const given = (name) => query.get(name) ?? "";
  const states = given("state").split(",").filter(Boolean);
  const words = given("q").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = jobs.filter((job) => {
    const { rule, network, dataset } = job.spec;
    const labels = Object.entries(job.labels).map(([name, value]) => `${name}=${value}`);
    const text = [job.id, job.name, job.notes ?? "", ...labels].join(" ").toLowerCase();
    return job.kind !== "import" && (job.deletedAt !== undefined) === (given("deleted") === "true") && (job.archived ?? false) === (given("archived") === "true")
      && (states.length === 0 || states.includes(job.state)) && words.every((word) => text.includes(word))
      && ["", rule.type].includes(given("rule")) && ["", network?.type].includes(given("network")) && ["", dataset, dataset.split("@")[0]].includes(given("dataset"))
      && ["", job.owner?.id].includes(given("owner")) && query.getAll("label").every((label) => labels.includes(label.replace(":", "=")))
      && (!query.has("createdAfter") || job.createdAt > query.get("createdAfter")) && (!query.has("createdBefore") || job.createdAt < query.get("createdBefore"));
  });
  const sort = given("sort") || "-createdAt";
  const name = sort.replace("-", "");
  const value = figures[name] ?? ((job) => job.result?.[name]);
  const sign = sort.startsWith("-") ? -1 : 1;
  fits.sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
    return one < other ? -sign : one > other ? sign : 0;
  });
  return fits.slice(fits.findIndex((job) => job.id === query.get("after")) + 1);
}

export function facets(jobs) {
  const counts = (values) => {
    const found = new Map();
    for (const { value, label = value } of values) found.set(value, { value, label, count: (found.get(value)?.count ?? 0) + 1 });
    return [...found.values()].sort((a, b) => b.count - a.count);
  };
  const shown = jobs.filter((job) => job.kind !== "import");
  const of = (value) => counts(shown.map((job) => ({ value: value(job) })));
  return {
    rules: of((job) => job.spec.rule.type),
    networks: of((job) => job.spec.network.type),
    datasets: of((job) => job.spec.dataset.split("@")[0]),
    labels: counts(shown.flatMap((job) => Object.entries(job.labels).map(([name, value]) => ({ value: `${name}=${value}` })))),
    owners: counts(shown.filter((job) => job.owner).map(({ owner }) => ({ value: owner.id, label: owner.name }))),
  };
}

/** Changes a job as a merge patch. */
export function edit(job, { labels, ...changes }) {
  Object.assign(job, changes, { etag: `"${Number((job.etag ?? '"1"').slice(1, -1)) + 1}"` });
  job.labels = Object.fromEntries(Object.entries({ ...job.labels, ...labels }).filter(([, value]) => value !== null));
}
