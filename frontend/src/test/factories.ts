import type { Me } from "../accounts/session";
import type { Catalog } from "../catalog/catalog";
import type { Dataset } from "../datasets/datasets";
import type { Checkpoint } from "../checkpoints/checkpoints";
import type { JobEvent } from "../jobs/events/events";
import type { Job } from "../jobs/jobs";
import type { Bucket, Series } from "../metrics/metrics";
import type { Operations, Point } from "../operations/operations";
import type { Device, Worker } from "../workers/workers";
import catalogOfServer from "./catalog.json";

/** The response of `GET /catalog`. */
export const catalog: Catalog = catalogOfServer;

export const me: Me = {
  account: { id: "acc_1", name: "admin" },
  project: { id: "prj_1", name: "default" },
  authentication: "session",
  role: "admin",
  scopes: ["read", "submit", "admin"],
  administrator: true,
  issuer: null,
};

export const dataset = (name = "fashion-mnist-sample"): Dataset => ({
  id: `ds_${name}`,
  name,
  title: "Fashion-MNIST, a sample",
  license: "MIT",
  channels: 1,
  height: 28,
  width: 28,
  classes: ["Shirt", "Bag"],
  trainCount: 10_000,
  testCount: 2000,
  digest: "sha256:00",
});

const pets: Dataset = {
  ...dataset("pets"),
  id: "ds_pets_2",
  version: 2,
  reference: "pets@2",
  builtIn: false,
  title: "Cats and dogs",
  channels: 3,
  height: 64,
  width: 48,
  classes: ["cat", "dog"],
  trainCount: 90,
  testCount: 30,
  bytes: 1_105_920,
  state: "READY",
  job: "job_7",
  createdAt: "2026-11-23T10:00:00Z",
  report: {
    splits: { train: { count: 90, classes: { cat: 60, dog: 30 } }, test: { count: 30, classes: { cat: 20, dog: 10 } } },
    badFiles: { count: 1, first: [{ name: "train/cat/3.jpg", why: "is cut off" }] },
    duplicates: { count: 2, first: [{ train: "train/dog/1.jpg", test: "test/dog/9.jpg" }] },
    channels: [0.5, 0.4, 0.3].map((mean) => ({ mean, deviation: 0.25 })),
    notes: ["The size was chosen from the median."],
  },
};

/** An imported data set in each of its states. */
export const aDataset = {
  ready: (changes: Partial<Dataset> = {}): Dataset => ({ ...pets, ...changes }),
  importing: (changes: Partial<Dataset> = {}): Dataset => ({
    ...pets, ...unknownContent, state: "IMPORTING", progress: { done: 40, total: 120, fraction: 1 / 3, etaSeconds: 8 }, ...changes,
  }),
  failed: (changes: Partial<Dataset> = {}): Dataset => ({
    ...pets, ...unknownContent, state: "FAILED", reason: { code: "DATA_ERROR", message: "train/cat/3.jpg is not a picture" }, ...changes,
  }),
};

const unknownContent = { channels: null, height: null, width: null, classes: null, trainCount: null, testCount: null, bytes: null, digest: null, report: null };

const queued: Job = {
  id: "job_1",
  name: "resnet8 sgr k4",
  labels: {},
  priority: 0,
  state: "QUEUED",
  phase: null,
  isTerminal: false,
  reason: null,
  blockedBy: "waiting for a free slot; 2 jobs ahead",
  progress: null,
  attempt: 0,
  attempts: [],
  origin: null,
  slots: 1,
  spec: {
    dataset: "fashion-mnist-sample",
    network: { type: "resnet", depth: 8, width: 16 },
    split: { modules: 4 },
    rule: { type: "sgr" },
    epochs: 3,
  },
  result: null,
  createdAt: "2026-11-23T10:00:00Z",
  startedAt: null,
  finishedAt: null,
};

const running: Job = {
  ...queued,
  state: "RUNNING",
  phase: "TRAINING",
  blockedBy: null,
  attempt: 1,
  attempts: [{ number: 1, worker: "worker-1", device: "cpu", startedAt: "2026-11-23T10:00:05Z", endedAt: null, outcome: null }],
  startedAt: "2026-11-23T10:00:05Z",
  progress: { epoch: 1, epochs: 3, step: 100, steps: 237, fraction: 0.42, etaSeconds: 95 },
};

const pausing: Job = { ...running, state: "PAUSING" };

const paused: Job = { ...running, state: "PAUSED", phase: null };

const cancelling: Job = { ...running, state: "CANCELLING" };

const ended: Job = { ...running, phase: null, isTerminal: true, finishedAt: "2026-11-23T10:03:41Z" };

const failed: Job = {
  ...ended,
  state: "FAILED",
  reason: { code: "DIVERGED", message: "The loss of module 2 became NaN at step 41", retryable: false },
};

const cancelled: Job = {
  ...ended,
  state: "CANCELLED",
  reason: { code: "USER_CANCEL", message: "Cancelled by admin", retryable: false },
};

const succeeded: Job = {
  ...ended,
  state: "SUCCEEDED",
  progress: { epoch: 3, epochs: 3, step: 237, steps: 237, fraction: 1, etaSeconds: 0 },
  result: {
    testAccuracy: 0.8461,
    testLoss: 0.4327,
    bestTestAccuracy: 0.8493,
    trainSeconds: 214,
    imagesPerSecond: 702,
    peakMemoryBytes: 731e6,
    memory: {
      estimatedBytes: 260 * 2 ** 20,
      measuredBytes: 301 * 2 ** 20,
      backpropBytes: 650 * 2 ** 20,
      estimate: { weights: 8 * 2 ** 20, optimizer: 8 * 2 ** 20, gradients: 4 * 2 ** 20, activations: [190 * 2 ** 20, 170 * 2 ** 20], working: 50 * 2 ** 20 },
    },
    moduleAccuracies: [0.68, 0.74, 0.79, 0.846],
    boundaryCosines: [0.41, 0.52, 0.63],
    parameters: 77_850,
    weightsSha256: "9f86d081",
    versions: { isograd: "0.1.0", seed: 1 },
  },
};

const importing: Job = {
  ...running,
  kind: "import",
  name: "import pets",
  spec: { ...queued.spec, dataset: "pets@2" },
  progress: { epoch: 0, epochs: 1, step: 40, steps: 120, fraction: 1 / 3, etaSeconds: 8 },
};

const make = (state: Job) => (changes: Partial<Job> = {}): Job => ({ ...state, ...changes });

/** A job in each of its states. */
export const aJob = {
  queued: make(queued),
  running: make(running),
  pausing: make(pausing),
  paused: make(paused),
  cancelling: make(cancelling),
  succeeded: make(succeeded),
  failed: make(failed),
  cancelled: make(cancelled),
  importing: make(importing),
};

const newest: Checkpoint = {
  id: "ckpt_2",
  job: "job_1",
  attempt: 1,
  epoch: 2,
  step: 158,
  reason: "INTERVAL",
  state: "COMMITTED",
  bytes: 934_912,
  sha256: "5c1b52ef8d3e0c3f0a3c6a4b8de9a3a0d7e1d9c0ab4f1f6f4e0d5e4b7c6a1f20",
  testAccuracy: 0.8012,
  testLoss: 0.53,
  pinned: false,
  createdAt: "2026-11-23T10:02:00Z",
};

export const aCheckpoint = {
  newest: (changes: Partial<Checkpoint> = {}): Checkpoint => ({ ...newest, ...changes }),
  older: (changes: Partial<Checkpoint> = {}): Checkpoint => ({
    ...newest, id: "ckpt_1", epoch: 1, step: 79, testAccuracy: null, testLoss: null, createdAt: "2026-11-23T10:01:00Z", ...changes,
  }),
};

export const anEvent = (id: string, changes: Partial<JobEvent> = {}): JobEvent => ({
  id, type: "checkpoint", at: "2026-11-23T10:00:05Z", from: null, to: null, reason: null, message: null, attempt: 1, ...changes,
});

const idle: Worker = {
  id: "wrk_1",
  name: "basement",
  device: "cpu",
  slots: 2,
  slotsInUse: 0,
  running: [],
  othersRunning: 0,
  devices: [],
  version: "0.1.0",
  startedAt: "2026-11-23T09:00:00Z",
  lastSeenAt: "2026-11-23T10:00:00Z",
  stale: false,
};

/** A GPU without a training. */
export const aGpu = (changes: Partial<Device> = {}): Device => ({
  id: "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6",
  kind: "gpu",
  name: "NVIDIA H100 80GB HBM3",
  slots: 1,
  totalBytes: 80 * 1024 ** 3,
  usedBytes: 20 * 1024 ** 3,
  utilization: 0.42,
  temperature: 61,
  state: "free",
  reason: null,
  ...changes,
});

export const aWorker = {
  idle: (changes: Partial<Worker> = {}): Worker => ({ ...idle, ...changes }),
  busy: (changes: Partial<Worker> = {}): Worker => ({
    ...idle,
    slotsInUse: 2,
    running: [{ id: "job_1", name: "resnet8 sgr k4", state: "PAUSING", attempt: 2, slots: 1, startedAt: "2026-11-23T10:00:05Z" }],
    othersRunning: 1,
    ...changes,
  }),
  stale: (changes: Partial<Worker> = {}): Worker => ({ ...idle, stale: true, ...changes }),
};

export const bucket = (step: number, value: number): Bucket => ({ step, min: value, max: value, mean: value, last: value, count: 1 });

export const series = (name: string, module: number | null, ...values: [step: number, value: number][]): Series => ({
  name,
  module,
  buckets: values.map(([step, value]) => bucket(step, value)),
});

const quietPoint = (minute: number): Point => ({
  at: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  queued: 0,
  runningCpu: 0,
  runningGpu: 0,
  workers: 2,
  gpus: 8,
  claims: 0,
  medianWaitSeconds: null,
  longestWaitSeconds: null,
});

const operations = (points: Point[], now: Partial<Operations["now"]> = {}): Operations => ({
  window: "hour",
  from: "2026-01-01T12:00:00Z",
  to: "2026-01-01T13:00:00Z",
  intervalSeconds: 60,
  now: { queued: 0, oldestWaitSeconds: 0, runningCpu: 0, runningGpu: 0, workers: 2, gpus: 8, ...now },
  points,
});

export const someOperations = {
  quiet: () => operations([1, 2, 3].map(quietPoint)),
  busy: () =>
    operations(
      [1, 2, 3].map((minute) => ({
        ...quietPoint(minute),
        queued: 4 + minute,
        runningCpu: 1,
        runningGpu: minute,
        claims: 2,
        medianWaitSeconds: 10 * minute,
        longestWaitSeconds: 30 * minute,
      })),
      { queued: 7, oldestWaitSeconds: 125, runningCpu: 1, runningGpu: 3 },
    ),
};
