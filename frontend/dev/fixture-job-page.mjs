// Jobs in the states that the job page shows: many modules, a best exit, a pause with restarts, checkpoints.
import { move, newJob, succeed, trainTo } from "./fixture-jobs.mjs";

const minutes = 60_000;
const sgr = { type: "sgr", distance: "cos", weight: 0.2, ramp: 0.1 };

function started(name, spec, steps, age) {
  const at = Date.now() - age * minutes;
  const job = newJob({ name, spec: { dataset: "fashion-mnist-sample", network: { type: "resnet", depth: 20, width: 16 }, rule: sgr, epochs: 30, ...spec } }, at);
  move(job, "RUNNING", { at: at + 4000, message: "claimed by worker-1" });
  trainTo(job, steps, Date.now(), 1200);
  return job;
}

const point = (job, name, module, step, value) => {
  const key = `${name} ${module ?? ""}`;
  if (!job.metrics.has(key)) job.metrics.set(key, { name, module, buckets: [] });
  job.metrics.get(key).buckets.push({ step, min: value, max: value, mean: value, last: value, count: 1 });
};

/** The metrics that only some charts draw. */
function more(job, steps, modules) {
  for (let step = 5; step <= steps; step += 5) {
    point(job, "learningRate", null, step, 0.05 * (1 + Math.cos((Math.PI * step) / (30 * 79))));
    point(job, "step.seconds", null, step, 0.14 + 0.02 * Math.sin(step));
    point(job, "memory.bytes", null, step, 6.4e8 + 4e7 * Math.sin(step / 9));
    for (let module = 1; module <= modules; module++) {
      point(job, "module.gradientNorm", module, step, (2 + module) * Math.exp(-step / steps) * (1 + 0.2 * Math.sin(step * module)));
      point(job, "module.updateRatio", module, step, 0.002 + 0.001 * Math.sin(step * module));
    }
  }
  return job;
}

export const checkpointsOf = (job) => job.checkpoints ?? [];

const checkpoint = (job, step, reason) => ({
  id: `ckpt_${job.id}_${step}`, job: job.id, attempt: 1, epoch: Math.floor(step / 79), step, reason, state: "COMMITTED", bytes: 812_345,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", testAccuracy: 0.61, testLoss: 1.1, pinned: false, createdAt: new Date().toISOString(),
});

export function jobPageStates() {
  const many = more(started("resnet152 sgr k50", { network: { type: "resnet", depth: 152, width: 16 }, split: { modules: 50, by: "depth" } }, 900, 31), 900, 50);
  const exit = more(started("vgg11 sgr k10", { network: { type: "vgg", depth: 11, width: 32 }, split: { modules: 10, by: "depth" }, epochs: 6 }, 474, 44), 474, 10);
  succeed(exit);
  exit.result.moduleAccuracies = [0.31, 0.42, 0.5, 0.55, 0.593, 0.58, 0.54, 0.5, 0.44, 0.39];
  exit.result.boundaryCosines = [0.4, 0.36, 0.3, 0.25, 0.22, 0.2, 0.17, 0.13, 0.15];
  Object.assign(exit.result, { testAccuracy: 0.39, bestTestAccuracy: 0.43 });
  exit.checkpoints = [checkpoint(exit, 474, "FINAL"), checkpoint(exit, 316, "INTERVAL"), checkpoint(exit, 158, "INTERVAL")];
  const paused = more(started("resnet20 sgr k4 paused", {}, 480, 58), 480, 4);
  move(paused, "PAUSED", { message: "Paused." });
  Object.assign(paused.attempts[0], { endedAt: new Date(Date.now() - 50 * minutes).toISOString(), outcome: "PAUSED" });
  paused.attempts.push({ number: 2, worker: "worker-1", device: "cpu", startedAt: new Date(Date.now() - 20 * minutes).toISOString(), endedAt: new Date(Date.now() - 12 * minutes).toISOString(), outcome: "PAUSED" });
  paused.attempt = 2;
  paused.log.push({ line: 99, stream: "system", at: new Date().toISOString(), text: "Training resumes from step 240: 77,850 parameters in 4 local module(s)" });
  paused.checkpoints = [checkpoint(paused, 480, "STOP"), checkpoint(paused, 240, "STOP"), checkpoint(paused, 160, "INTERVAL")];
  many.frozen = true;
  return [many, exit, paused];
}
