import { merged } from "./fixture-jobs.mjs";

/** A parameter may be repeated, or list its values. */
function list(query, name) {
  const values = query.getAll(name).flatMap((value) => value.split(","));
  return values.length === 0 ? undefined : values;
}

/** The answer of `GET /jobs/{id}/metrics` from the buckets of a simulated job. */
export function metricsOf(job, query) {
  const [names, modules] = [list(query, "names"), list(query, "modules")?.map(Number)];
  const all = [...job.metrics.values()];
  const [from, to] = [Number(query.get("from") ?? 0), Number(query.get("to") ?? Infinity)];
  const wanted = all.filter(({ name, module }) => (names?.includes(name) ?? true) && (modules?.includes(module) ?? true));
  const points = query.get("agg") === "last" ? 1 : Number(query.get("points") ?? 1000);
  const parts = wanted.map((series) => ({ ...series, buckets: series.buckets.filter(({ step }) => step >= from && step <= to) })).filter(({ buckets }) => buckets.length > 0);
  const longest = Math.max(1, ...parts.map(({ buckets }) => buckets.length));
  const data = parts.map((series) => ({ ...series, buckets: points === 1 ? series.buckets.slice(-1) : merged(series.buckets, points) }));
  return {
    data: query.get("layout") === "columns" ? data.map((series) => inColumns(series, list(query, "fields"))) : data,
    lastStep: Math.max(0, ...all.map(({ buckets }) => buckets.at(-1).step)),
    firstStep: 1,
    bucketSteps: Math.max(1, Math.ceil(longest / points)),
  };
}

function inColumns({ name, module, buckets }, fields = ["min", "max", "mean", "last", "count"]) {
  return { name, module, columns: Object.fromEntries(["step", ...fields].map((field) => [field, buckets.map((bucket) => bucket[field])])) };
}
