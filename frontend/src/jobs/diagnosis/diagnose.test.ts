import { describe, expect, it } from "vitest";
import { aJob, series } from "../../test/factories";
import type { Job } from "../jobs";
import { diagnose, thresholds } from "./diagnose";
import { patched } from "./RerunDialog";

const full = (job: Job): Job => {
  const spec = { ...job.spec, optimizer: { type: "sgd", learningRate: 0.1 }, rule: { type: "sgr", weight: 0.2 }, batchSize: 128, limits: { maxMinutes: 60 } };
  return { ...job, spec };
};

const ids = (job: Job, ...all: ReturnType<typeof series>[]) => diagnose(full(job), { series: all, lastStep: 100 }).map(({ id }) => id);

describe("diagnose", () => {
  it("offers a tenth of the learning rate after a divergence", () => {
    const [finding] = diagnose(full(aJob.failed()), undefined);

    expect(finding?.text).toBe("The training diverged, first in module 2, at step 41: its steps were too large.");
    expect(finding?.steps).toEqual([{ kind: "rerun", label: "Run again with learning rate ÷ 10", name: "lr 0.01", changes: { optimizer: { learningRate: 0.01 } } }]);
  });

  it.each([
    ["OOM_HOST", "memory", ["Run again with batch 64", "Run again in 8 modules"]],
    ["TIMEOUT_RUN", "time", ["Run again with 120 minutes"]],
  ])("offers what ends %s", (code, id, labels) => {
    const [finding] = diagnose(full(aJob.failed({ reason: { code, message: "" } })), undefined);

    expect(finding?.id).toBe(id);
    expect(finding?.steps.map(({ label }) => label)).toEqual(labels);
  });

  it("says nothing about other failures", () => {
    expect(ids(aJob.failed({ reason: { code: "DISK_FULL", message: "full" } }))).toEqual([]);
  });

  it("names the module that is the best exit", () => {
    const job = aJob.succeeded({ result: { moduleAccuracies: [0.4, 0.593, 0.5, 0.39] } });

    const [finding] = diagnose(full(job), undefined);

    expect(finding?.text).toBe("Module 2 is the best exit: 59.3 % of the test pictures right, against 39.0 % at the last module.");
    expect(finding?.steps[0]).toEqual({ kind: "module", label: "Cut after module 2 instead", module: 2 });
    expect(ids(aJob.succeeded({ result: { moduleAccuracies: [0.4, 0.5 + thresholds.betterExit / 2, 0.5] } }))).toEqual([]);
  });

  it("finds dead units, disagreement and large updates, each only beyond its threshold", () => {
    const over = { progress: { epoch: 2, epochs: 3, step: 200, steps: 237, fraction: 0.84, etaSeconds: 9 } };

    expect(ids(aJob.running(over), series("module.deadUnits", 3, [9, 0.51]))).toEqual(["dead"]);
    expect(ids(aJob.running(over), series("module.deadUnits", 3, [9, 0.5]))).toEqual([]);
    expect(ids(aJob.running(over), series("boundary.cosine", 3, [9, 0.19]))).toEqual(["disagreement"]);
    expect(ids(aJob.running(over), series("boundary.cosine", 3, [9, 0.2]))).toEqual([]);
    expect(ids(aJob.running(over), series("module.updateRatio", 3, [9, 0.11]))).toEqual(["updates"]);
    expect(ids(aJob.running(over), series("module.updateRatio", 3, [9, 0.1]))).toEqual([]);
  });

  it("waits for half of the training before it calls modules in disagreement", () => {
    expect(ids(aJob.running(), series("boundary.cosine", 3, [9, 0.01]))).toEqual([]);
  });

  it("does not speak of disagreement without reconciliation", () => {
    const greedy = aJob.succeeded({ result: { boundaryCosines: [0.01] } });

    expect(diagnose({ ...greedy, spec: { ...greedy.spec, rule: { type: "greedy" } } }, undefined)).toEqual([]);
  });

  it("tells a fall after the best epoch", () => {
    expect(ids(aJob.succeeded({ result: { bestTestAccuracy: 0.8, testAccuracy: 0.77 } }))).toEqual(["fallen"]);
    expect(ids(aJob.succeeded({ result: { bestTestAccuracy: 0.8, testAccuracy: 0.785 } }))).toEqual([]);
  });
});

it("changes only the given fields of a spec", () => {
  expect(patched({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 9 } })).toEqual({ a: { b: 9, c: 2 }, d: 3 });
});
