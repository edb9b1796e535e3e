import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, aWorker, me, series } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import type { Series } from "../../metrics/metrics";
import type { Job } from "../jobs";

const lines = [
  { line: 1, stream: "stdout", at: "2026-11-23T10:00:06Z", text: "epoch 1/3" },
  { line: 2, stream: "stderr", at: "2026-11-23T10:00:07Z", text: "a warning" },
];

function serve(job: Job, seen: Series[] = []): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /jobs/job_1": () => job,
    "GET /jobs/job_1/metrics": () => ({
      data: [
        series("train.loss", null, [1, 2.3], [100, 0.9]),
        series("test.accuracy", null, [79, 0.71]),
        ...[1, 2, 3, 4].flatMap((module) => [series("module.loss", module, [100, 1.5]), series("module.accuracy", module, [100, module / 5])]),
        ...[2, 3, 4].map((module) => series("boundary.cosine", module, [100, module / 10])),
        ...seen,
      ],
      lastStep: 100,
    }),
    "GET /jobs/job_1/logs": ({ query }) => page(...lines.filter(({ line, text }) => line > Number(query.get("after") ?? 0) && text.includes(query.get("contains") ?? ""))),
    "GET /jobs/job_1/checkpoints": () => page(),
    "GET /workers": () => page(aWorker.idle({ id: "worker-1", name: "basement" })),
    "GET /jobs/job_1/events": () =>
      page({ id: "evt_1", type: "state", at: "2026-11-23T10:00:05Z", from: "QUEUED", to: "RUNNING", reason: null, message: "claimed", attempt: 1 }),
    "GET /jobs/job_1/result": () => ({ files: [{ name: "weights.safetensors", bytes: 311_824, sha256: "abc", href: "/x" }] }),
  });
}

describe("JobPage", () => {
  it("says why a queued job is waiting, and shows no charts", async () => {
    const server = serve(aJob.queued());

    open("/jobs/job_1");

    expect(await screen.findByText(/Queued: waiting for a free slot; 2 jobs ahead/)).toBeTruthy();
    expect(screen.queryByRole("figure")).toBeNull();
    expect(server.requestsTo("GET /jobs/job_1/metrics")).toEqual([]);
  });

  it("shows a running job's progress, metrics, modules and boundaries", async () => {
    serve(aJob.running());

    open("/jobs/job_1");

    expect((await screen.findByRole("status", { name: "State" })).textContent).toBe("Running");
    expect(screen.getByText("1 min 35 s left")).toBeTruthy();
    expect(await screen.findByText("71.0 %", { selector: "dd" })).toBeTruthy();
    const overview = screen.getByRole("region", { name: "Local modules" });
    expect(within(overview).getAllByRole("listitem")).toHaveLength(7);
    expect(within(overview).getByText("0.40")).toBeTruthy();
    expect(screen.getByRole("img", { name: /Loss: train 0\.9000 at step 100/ })).toBeTruthy();
    expect(screen.getByRole("img", { name: /Gradient cosine at boundaries.*3–4 0\.4000 at step 100/ })).toBeTruthy();
  });

  it("shows the result of a succeeded job with its files", async () => {
    serve(aJob.succeeded());

    open("/jobs/job_1");

    expect(await screen.findByText("84.6 %", { selector: "dd" })).toBeTruthy();
    const file = await screen.findByRole("link", { name: "weights.safetensors" });
    expect(file.getAttribute("href")).toBe("/api/v1/jobs/job_1/files/weights.safetensors");
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  });

  it("shows the cosine with the end-to-end gradient and dead units if diagnostics were on", async () => {
    const seen = [1, 2].flatMap((module) => [
      series("module.endToEndCosine", module, [51, 0.25 * module]),
      series("module.deadUnits", module, [51, 0.125 * module]),
    ]);
    serve(aJob.running(), seen);

    open("/jobs/job_1");

    expect(await screen.findByRole("img", { name: /Cosine with end-to-end gradient.*Module 2 0\.5000 at step 51/ })).toBeTruthy();
    expect(screen.getByRole("img", { name: /Dead units: Module 1 12\.5 % at step 51, Module 2 25\.0 % at step 51/ })).toBeTruthy();
  });

  it("shows neither if diagnostics were off", async () => {
    serve(aJob.running());

    open("/jobs/job_1");

    expect(await screen.findByRole("img", { name: /Gradient cosine at boundaries/ })).toBeTruthy();
    expect(screen.queryByText(/Cosine with end-to-end gradient|Dead units/)).toBeNull();
  });

  it("trains again with a tenth of the learning rate", async () => {
    const job = aJob.failed();
    const server = serve({ ...job, spec: { ...job.spec, optimizer: { type: "sgd", learningRate: 30 } } as Job["spec"] });
    server.on({ "POST /jobs": () => aJob.queued({ id: "job_2" }), "GET /jobs/job_2": () => aJob.queued({ id: "job_2" }) });
    const { user, router } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Run again with learning rate ÷ 10" }));
    expect(within(await screen.findByRole("list", { name: "Changes" })).getByText("optimizer.learningRate: 30 → 3")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Start training" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
    expect(server.requestsTo("POST /jobs")[0]?.body).toMatchObject({ spec: { ...job.spec, optimizer: { type: "sgd", learningRate: 3 } } });
  });

  it("counts only the time of attempts", async () => {
    const attempt = { number: 1, worker: "worker-1", device: "cpu", startedAt: "2026-11-23T10:00:00Z", endedAt: "2026-11-23T10:00:40Z", outcome: "PAUSED" };
    serve(aJob.paused({ attempts: [attempt, { ...attempt, number: 2, startedAt: "2026-11-23T10:09:00Z", endedAt: "2026-11-23T10:09:09Z" }] }));

    open("/jobs/job_1");

    expect(await screen.findByText("ran for 49 s")).toBeTruthy();
  });

  it("says whether the modules were isolated", async () => {
    const isolation = { isolated: true, movedBy: [[1, 2], [2]] };
    const { result } = aJob.succeeded();
    serve(aJob.succeeded({ result: { ...result, isolation } }));

    open("/jobs/job_1");

    const region = await screen.findByRole("region", { name: "Isolation" });
    expect(region.textContent).toMatch(/Isolated: no head.s loss updates a module below its own/);
    expect(within(region).getAllByRole("listitem").map((line) => line.textContent)).toEqual([
      "Head 1 updates modules 1 and 2",
      "Head 2 updates module 2",
    ]);
  });

  it("shows estimated and measured memory and the saving", async () => {
    serve(aJob.succeeded());

    open("/jobs/job_1");

    const memory = within(await screen.findByRole("table", { name: "Memory, estimated and measured" }));
    expect(memory.getByRole("row", { name: "Estimated before training 260 MiB" })).toBeTruthy();
    expect(memory.getByRole("row", { name: "Measured, of the training alone 301 MiB" })).toBeTruthy();
    expect(memory.getByRole("row", { name: "Measured, of the whole process 697 MiB" })).toBeTruthy();
    expect(memory.getByRole("row", { name: "Estimated for back-propagation 650 MiB" })).toBeTruthy();
    expect(screen.getByText(/uses 60 % less memory than back-propagation through the same network/)).toBeTruthy();
    const parts = within(screen.getByRole("table", { name: "Parts of the estimate" }));
    expect(parts.getByRole("row", { name: "Activations of the largest module 190 MiB" })).toBeTruthy();
  });

  it("shows the memory of each lane", async () => {
    const estimate = { weights: 1, optimizer: 1, gradients: 1, activations: [2, 3], working: 1, lanes: [2097152, 3145728] };
    serve(aJob.succeeded({ result: { memory: { estimatedBytes: 5242880, backpropBytes: 8388608, estimate } } }));

    open("/jobs/job_1");

    const parts = within(await screen.findByRole("table", { name: "Parts of the estimate" }));
    expect(parts.getByRole("row", { name: /Lane 1, all parts 2(\.0+)? MiB/ })).toBeTruthy();
    expect(parts.getByRole("row", { name: /Lane 2, all parts 3(\.0+)? MiB/ })).toBeTruthy();
  });

  it("shows a result of an older version, without memory metrics", async () => {
    serve(aJob.succeeded({ result: { weightsSha256: "9f86d081" } }));

    open("/jobs/job_1");

    expect(await screen.findByRole("link", { name: "weights.safetensors" })).toBeTruthy();
    expect(screen.queryByRole("heading", { name: "Memory" })).toBeNull();
  });

  it("says why a job failed and what to do", async () => {
    serve(aJob.failed());

    open("/jobs/job_1");

    const reason = await screen.findByRole("alert", { name: "Reason" });
    expect(reason.textContent).toMatch(/The loss of module 2 became NaN at step 41.*DIVERGED.*lower learning rate/);
  });

  it("shows a cancelled job without an alert", async () => {
    serve(aJob.cancelled());

    open("/jobs/job_1");

    expect((await screen.findByRole("note", { name: "Reason" })).textContent).toContain("Cancelled by admin");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("cancels after confirmation", async () => {
    const server = serve(aJob.running());
    server.on({ "POST /jobs/job_1/cancel": () => aJob.running({ state: "CANCELLING" }) });
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(server.requestsTo("POST /jobs/job_1/cancel")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Cancel job" }));

    await waitFor(() => { expect(screen.queryByRole("dialog")).toBeNull(); });
    expect(server.requestsTo("POST /jobs/job_1/cancel")).toHaveLength(1);
  });

  it("keeps the dialog open if the server refuses to cancel", async () => {
    const server = serve(aJob.running());
    server.on({ "POST /jobs/job_1/cancel": () => problem(409, { title: "Conflict", detail: "The job has ended." }) });
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Cancel job" }));

    expect(await within(screen.getByRole("dialog")).findByText("The job has ended.")).toBeTruthy();
  });

  it("says that a job does not exist", async () => {
    new FakeServer({ "GET /me": () => me, "GET /jobs/job_9": () => problem(404, { title: "Not found" }) });

    open("/jobs/job_9");

    expect(await screen.findByText("Job not found")).toBeTruthy();
  });
});
