// Simulated jobs to develop the dashboard without a server. The curves have no meaning.

const epochsOf = (job) => job.spec.epochs;
const stepsPerEpoch = 79;
let numbers = 0;

const id = (prefix) => `${prefix}_01k${String(Date.now()).slice(-9)}${String(++numbers).padStart(4, "0")}`;

/** A job as the API returns it, with the time at which its simulated run started. */
export function newJob(body, at = Date.now()) {
  const spec = {
    split: { modules: 4, by: "depth" },
    head: { type: "dgl" },
    optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.0001, schedule: { type: "cosine", warmupEpochs: 0 } },
    augmentation: { flip: false, cropPadding: 0 },
    batchSize: 128,
    seed: 1,
    insight: { every: 50, checkIsolation: false },
    limits: { maxMinutes: 1440 },
    device: "auto",
    ...body.spec,
  };
  return {
    id: id("job"), kind: "training", name: body.name ?? "training", project: "prj_1", labels: body.labels ?? {}, priority: 0,
    state: "QUEUED", phase: null, isTerminal: false, reason: null, blockedBy: "waiting for a free slot", progress: null,
    attempt: 0, attempts: [], origin: null, slots: 1, spec, result: null,
    createdAt: new Date(at).toISOString(), startedAt: null, finishedAt: null,
    events: [event(at, null, "QUEUED", "submitted")], log: [], metrics: new Map(), ...body.fixed,
  };
}

function event(at, from, to, message, reason = null) {
  return { id: id("evt"), type: "state", at: new Date(at).toISOString(), from, to, reason, message, attempt: 1 };
}

export function move(job, to, { at = Date.now(), message = "", reason = null } = {}) {
  job.events.push(event(at, job.state, to, message, reason));
  job.state = to;
  job.reason = reason;
  job.isTerminal = ["SUCCEEDED", "FAILED", "CANCELLED"].includes(to);
  job.blockedBy = null;
  job.phase = to === "RUNNING" ? "TRAINING" : null;
  if (to === "RUNNING") {
    job.attempt += 1;
    job.startedAt = new Date(at).toISOString();
    job.attempts.push({ number: job.attempt, worker: "worker-1", device: "cpu", startedAt: job.startedAt, endedAt: null, outcome: null });
    write(job, at, "system", "Attempt 1 starts on worker-1 (cpu)");
  }
  if (job.isTerminal) {
    job.finishedAt = new Date(at).toISOString();
    const attempt = job.attempts.at(-1);
    if (attempt) Object.assign(attempt, { endedAt: job.finishedAt, outcome: to });
    write(job, at, "system", `Attempt ended: ${to}`);
  }
}

function write(job, at, stream, text) {
  job.log.push({ line: job.log.length + 1, stream, at: new Date(at).toISOString(), text });
}

function point(job, name, module, step, value) {
  const key = `${name} ${module ?? ""}`;
  if (!job.metrics.has(key)) job.metrics.set(key, { name, module, buckets: [] });
  job.metrics.get(key).buckets.push({ step, min: value, max: value, mean: value, last: value, count: 1 });
}

/** Merges buckets, as the server does, until at most `points` remain; each keeps the minimum and maximum of its steps. */
export function merged(buckets, points) {
  const size = Math.ceil(buckets.length / points);
  if (size < 2) return buckets;
  return Array.from({ length: Math.ceil(buckets.length / size) }, (_, index) => {
    const part = buckets.slice(index * size, (index + 1) * size);
    const { step, last } = part.at(-1);
    const mean = part.reduce((sum, bucket) => sum + bucket.mean, 0) / part.length;
    return { step, last, mean, min: Math.min(...part.map((bucket) => bucket.min)), max: Math.max(...part.map((bucket) => bucket.max)), count: part.length };
  });
}

const noise = (step, module) => Math.sin(step * 12.9898 + module * 78.233) * 43758.5453 % 1;

/** Simulates the metrics and the log of training up to a step. */
export function trainTo(job, step, at = Date.now(), left = null) {
  const epochs = epochsOf(job);
  const steps = epochs * stepsPerEpoch;
  const modules = job.spec.rule.type === "backprop" ? 1 : job.spec.split.modules;
  for (let s = (job.progress?.step ?? 0) + 1; s <= step; s++) trainStep(job, s, steps, modules, at);
  job.progress = { epoch: Math.floor(step / stepsPerEpoch), epochs, step, steps, fraction: step / steps, etaSeconds: left };
}

function trainStep(job, s, steps, modules, at) {
  const learned = 1 - Math.exp(-4 * s / steps);
  const jitter = (module) => 0.06 * noise(s, module);
  point(job, "train.loss", null, s, 2.3 - 1.9 * learned + 4 * jitter(0) * (1.2 - learned));
  point(job, "train.accuracy", null, s, Math.min(1, 0.1 + 0.78 * learned + jitter(1)));
  for (let m = 1; modules > 1 && m <= modules; m++) {
    const deep = m / modules;
    point(job, "module.loss", m, s, 2.4 - (1.4 + 0.5 * deep) * learned + 3 * jitter(m) * (1.2 - learned));
    point(job, "module.accuracy", m, s, Math.min(1, 0.1 + (0.55 + 0.23 * deep) * learned + jitter(m)));
    if (m > 1) point(job, "boundary.cosine", m, s, 0.22 + (0.2 + 0.4 * deep) * learned + jitter(m + 9));
  }
  for (let m = 1; s % job.spec.insight.every === 1 && m <= modules; m++) {
    point(job, "module.endToEndCosine", m, s, m === modules ? 1 - Math.abs(jitter(m)) * (modules > 1) : 0.12 + 0.5 * learned * (m / modules) + jitter(m + 5));
    point(job, "module.deadUnits", m, s, Math.max(0, 0.02 + 0.16 * learned * (1 - m / (modules + 1)) + jitter(m + 7) / 4));
  }
  point(job, "images.perSecond", null, s, 905 + 40 * noise(s, 3));
  point(job, "memory.peakBytes", null, s, 731e6);
  if (s % stepsPerEpoch === 0) {
    point(job, "test.loss", null, s, 2.3 - 1.82 * learned);
    point(job, "test.accuracy", null, s, 0.1 + 0.76 * learned);
    write(job, at, "stdout", `epoch ${s / stepsPerEpoch}/${epochsOf(job)}  train loss ${(2.3 - 1.9 * learned).toFixed(4)}  test accuracy ${(0.1 + 0.76 * learned).toFixed(4)}`);
    if (s === stepsPerEpoch) write(job, at, "stderr", "[W] a warning from the native library");
  }
}

/** The modules that a head's loss updates: with sgr also the next one, with deep supervision all below. */
function isolation(rule, modules) {
  const all = Array.from({ length: modules }, (_, m) => m + 1);
  const moved = { sgr: (h) => [h, h + 1], "deep-supervision": (h) => all.slice(0, h) }[rule] ?? ((h) => [h]);
  const movedBy = all.map((head) => moved(head).filter((module) => module <= modules));
  return { isolated: movedBy.every((bodies, index) => bodies.every((body) => body > index)), movedBy };
}

export function succeed(job, at = Date.now()) {
  const modules = job.spec.rule.type === "backprop" ? 1 : job.spec.split.modules;
  const list = Array.from({ length: modules }, (_, m) => 0.62 + 0.23 * ((m + 1) / modules));
  job.result = {
    testAccuracy: 0.8461, testLoss: 0.4327, bestTestAccuracy: 0.8493, trainSeconds: 214.4, imagesPerSecond: 702, peakMemoryBytes: 731e6,
    memory: {
      estimatedBytes: 260 * 2 ** 20, measuredBytes: 301 * 2 ** 20, backpropBytes: 650 * 2 ** 20,
      estimate: { weights: 8 * 2 ** 20, optimizer: 8 * 2 ** 20, gradients: 4 * 2 ** 20, activations: list.map((_, m) => (190 - 5 * m) * 2 ** 20), working: 50 * 2 ** 20 },
    },
    moduleAccuracies: list, boundaryCosines: list.slice(1).map((_, i) => 0.41 + (0.33 * (i + 1)) / modules), parameters: 77850,
    ...(job.spec.insight.checkIsolation && { isolation: isolation(job.spec.rule.type, modules) }),
    weightsSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    versions: { isograd: "0.1.0", djl: "0.36.0", libtorch: "2.7.1", device: "cpu", seed: job.spec.seed, datasetDigest: "sha256:1f2e3d4c5b6a79" },
  };
  move(job, "SUCCEEDED", { at, message: "training ended" });
}
