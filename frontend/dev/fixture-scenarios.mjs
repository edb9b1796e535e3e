import { sweep } from "./fixture-lists.mjs";
import { jobPageStates } from "./fixture-job-page.mjs";
import { move, newJob, succeed, trainTo } from "./fixture-jobs.mjs";

const resnet = (depth, width) => ({ type: "resnet", depth, width });
const sample = (rule, more) => ({ dataset: "fashion-mnist-sample", network: resnet(8, 16), rule, epochs: 3, ...more });
const minutes = 60_000;

function run(name, spec, end, { age, steps, took = 3.6 }) {
  const start = Date.now() - age * minutes;
  const job = newJob({ name, spec }, start - 4000);
  move(job, "RUNNING", { at: start, message: "claimed by worker-1" });
  trainTo(job, steps, start + took * minutes * 0.9);
  end(job, start + took * minutes);
  return job;
}

const failed = (code, message, retryable) => (job, at) => {
  job.log.push({ line: job.log.length + 1, stream: "stderr", at: new Date(at).toISOString(), text: message });
  move(job, "FAILED", { at, reason: { code, message, retryable } });
};

const cancelled = (job, at) => {
  move(job, "CANCELLED", { at, reason: { code: "USER_CANCEL", message: "Cancelled by admin", retryable: false } });
};

/** A job in the list of deleted ones. */
function deleted(job, minutesAgo) {
  const at = Date.now() - minutesAgo * minutes;
  return Object.assign(job, { deletedAt: new Date(at).toISOString(), restorableUntil: new Date(at + 7 * 24 * 60 * minutes).toISOString() });
}

/** A job that imports a data set. */
function importOf(id, dataset, minutesAgo, end) {
  const start = Date.now() - minutesAgo * minutes;
  const job = { ...newJob({ name: `import ${dataset}` }, start), id, kind: "import", spec: { dataset, source: { upload: "upl_1" }, format: "auto", limits: {} } };
  if (end === undefined) return job;
  move(job, "RUNNING", { at: start + 2000, message: "claimed by worker-1" });
  job.log.push({ line: 2, stream: "stdout", at: new Date(start + 4000).toISOString(), text: "21 400 pictures in 43 classes so far" });
  job.progress = { epoch: 0, epochs: 1, step: 21_400, steps: 51_839, fraction: 0.41, etaSeconds: 48 };
  end(job, start + 90_000);
  return job;
}

/** The initial jobs, newest first. */
export function scenario(name) {
  if (name === "empty") return [];
  if (name === "one") return sweep(1);
  if (name === "many") return [...scenario("busy"), ...sweep(70)];
  const sgr = { type: "sgr", distance: "cos", weight: 0.2, ramp: 0.1 };
  const active = newJob({ name: "resnet20 sgr k4", labels: { git: "3f2c1aa" }, spec: sample(sgr, { network: resnet(20, 16), epochs: 30 }) }, Date.now() - 95_000);
  move(active, "RUNNING", { at: Date.now() - 90_000, message: "claimed by worker-1" });
  trainTo(active, 700, Date.now(), 340);
  return [
    importOf("job_import_queued", "scans@1", 1),
    importOf("job_import", "street-signs@1", 1.2, () => undefined),
    importOf("job_import_failed", "x-rays@1", 9, failed("DATA_ERROR", "The file train/normal/IM-0115-0001.jpeg is not a picture: it begins with the bytes of a PDF document.", false)),
    importOf("job_import_pets", "pets@2", 50, (job, at) => { move(job, "SUCCEEDED", { at, message: "import ended" }); }),
    ...jobPageStates(),
    newJob({ name: "resnet20 greedy k4", spec: sample({ type: "greedy" }, { network: resnet(20, 16), epochs: 30 }) }, Date.now() - 60_000),
    active,
    run("sample sgr k4", sample(sgr, { insight: { every: 10, checkIsolation: true } }), succeed, { age: 21, steps: 237 }),
    run("sample deep supervision", sample({ type: "deep-supervision" }, { insight: { every: 10, checkIsolation: true } }), succeed, { age: 23, steps: 237 }),
    run("sample backprop", sample({ type: "backprop" }, { insight: { every: 50, checkIsolation: true } }), succeed, { age: 26, steps: 237, took: 2.9 }),
    run("thousand classes", sample(sgr, { dataset: "imagenet-64@1" }), succeed, { age: 120, steps: 237 }),
    run("cats and dogs", sample(sgr, { dataset: "pets@2" }), succeed, { age: 140, steps: 237 }),
    run("cifar sgr k4", sample(sgr, { dataset: "cifar10-jpeg@1" }), succeed, { age: 150, steps: 237 }),
    run("resnet20 sgr k12 long", sample(sgr, { network: resnet(20, 16), epochs: 60, split: { modules: 12, by: "depth" } }), succeed, { age: 170, steps: 4740, took: 70 }),
    run("vgg8b lr 30", sample(sgr, { network: { type: "vgg", depth: 8, width: 32 } }), failed("DIVERGED", "The loss of module 2 became NaN at step 41", false), { age: 190, steps: 40, took: 0.6 }),
    run("resnet110 w64 batch 4096", sample({ type: "backprop" }, { network: resnet(110, 64), batchSize: 4096 }), failed("OOM_HOST", "The training process used more memory than the worker has", false), { age: 1500, steps: 0, took: 0.2 }),
    deleted(run("sweep weight=10", sample(sgr), cancelled, { age: 3000, steps: 60 }), 30),
    deleted(run("a-first-try-with-a-name-without-spaces-that-is-as-long-as-somebody-liked-it-to-be", sample(sgr), succeed, { age: 5000, steps: 237 }), 2000),
    run("resnet32 sgr k8 a long name that somebody typed", sample(sgr, { network: resnet(32, 16), split: { modules: 8, by: "depth" } }), cancelled, { age: 4000, steps: 130 }),
  ];
}
