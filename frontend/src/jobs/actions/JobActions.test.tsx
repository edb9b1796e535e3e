import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aCheckpoint, aJob, catalog, dataset, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import type { Checkpoint } from "../../checkpoints/checkpoints";
import type { Job } from "../jobs";

function serve(job: Job, ...checkpoints: Checkpoint[]): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /catalog": () => catalog,
    "GET /datasets": () => page(dataset()),
    "GET /jobs/job_1": () => job,
    "GET /jobs/job_2": () => aJob.queued({ id: "job_2", name: "the new one", origin: { kind: "FORK", job: "job_1", checkpoint: "ckpt_2" } }),
    "GET /jobs/job_1/metrics": () => ({ data: [], lastStep: null }),
    "GET /jobs/job_1/logs": () => page(),
    "GET /jobs/job_2/logs": () => page(),
    "GET /jobs/job_1/events": () => page(),
    "GET /jobs/job_1/checkpoints": () => page(...checkpoints),
    "GET /jobs/job_2/checkpoints": () => page(),
  });
}

function failedByItsWorker(): Job {
  return aJob.failed({ reason: { code: "WORKER_LOST", message: "The worker was lost", retryable: true } });
}

async function offered(job: Job, ...checkpoints: Checkpoint[]): Promise<string[]> {
  serve(job, ...checkpoints);
  const { user } = open("/jobs/job_1");
  await screen.findByRole("heading", { level: 1, name: job.name });
  if (checkpoints.length > 0) await screen.findByRole("button", { name: "Fork" });
  await user.click(screen.getByLabelText("More actions"));
  const names = ["Pause", "Resume", "Cancel", "Retry", "Fork", "Kill…"];
  return names.filter((name) => screen.queryByRole("button", { name }) !== null);
}

describe("JobActions", () => {
  it.each<[string, Job, string[]]>([
    ["queued", aJob.queued(), ["Pause", "Cancel"]],
    ["running", aJob.running(), ["Pause", "Cancel", "Kill…"]],
    ["pausing", aJob.pausing(), ["Cancel", "Kill…"]],
    ["paused", aJob.paused(), ["Resume", "Cancel"]],
    ["cancelling", aJob.cancelling(), ["Kill…"]],
    ["failed", failedByItsWorker(), ["Retry"]],
    ["diverged", aJob.failed(), []],
    ["cancelled", aJob.cancelled(), ["Retry"]],
    ["succeeded", aJob.succeeded(), []],
  ])("offers for a %s job the actions that its state allows", async (_, job, expected) => {
    expect(await offered(job)).toEqual(expected);
  });

  it("offers to fork once there is a checkpoint", async () => {
    expect(await offered(aJob.succeeded(), aCheckpoint.newest())).toEqual(["Fork"]);
  });

  it("warns before a kill since which step training is lost", async () => {
    const server = serve(aJob.running(), aCheckpoint.newest(), aCheckpoint.older());
    server.on({ "POST /jobs/job_1/kill": () => aJob.running() });
    const { user } = open("/jobs/job_1");
    await screen.findByRole("button", { name: "Fork" });

    await user.click(screen.getByLabelText("More actions"));
    await user.click(screen.getByRole("button", { name: "Kill…" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByText(/training since step 158 is lost/i)).toBeTruthy();
    expect(server.requestsTo("POST /jobs/job_1/kill")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Kill job" }));

    await waitFor(() => { expect(screen.queryByRole("dialog")).toBeNull(); });
    expect(server.requestsTo("POST /jobs/job_1/kill")).toHaveLength(1);
  });

  it("shows the state that the server reports, not the requested one", async () => {
    const server = serve(aJob.running());
    server.on({ "POST /jobs/job_1/pause": () => problem(409, { title: "Conflict", detail: "A job that has ended cannot be paused." }) });
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Pause" }));
    expect(screen.getByText(/Saves a checkpoint, then stops/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Pause job" }));

    expect(await within(screen.getByRole("dialog")).findByText("A job that has ended cannot be paused.")).toBeTruthy();
    expect(screen.getByRole("status", { name: "State" }).textContent).toBe("Running");
  });

  it("retries from the beginning if selected and opens the new job", async () => {
    const server = serve(failedByItsWorker(), aCheckpoint.newest());
    server.on({ "POST /jobs/job_1/retry": () => aJob.queued({ id: "job_2" }) });
    const { user, router } = open("/jobs/job_1");
    await screen.findByRole("button", { name: "Fork" });

    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(screen.getByRole("radio", { name: /last checkpoint, step 158/ })).toHaveProperty("checked", true);
    await user.click(screen.getByRole("radio", { name: /the beginning/ }));
    await user.click(screen.getByRole("button", { name: "Retry job" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
    const sent = server.requestsTo("POST /jobs/job_1/retry")[0];
    expect(sent?.body).toEqual({ fromStart: true });
    expect(sent?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("offers a lower learning rate where a retry would repeat the failure", async () => {
    const failed = aJob.failed();
    const server = serve({ ...failed, spec: { ...failed.spec, optimizer: { learningRate: 0.5 } } });
    server.on({ "POST /jobs": () => aJob.queued({ id: "job_2" }) });
    const { user, router } = open("/jobs/job_1");

    await user.click(await screen.findByLabelText("More actions"));
    expect(screen.getByRole("button", { name: "Retry unchanged…" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Run again with learning rate ÷ 10" }));
    await user.click(await screen.findByRole("button", { name: "Start training" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
    expect(server.requestsTo("POST /jobs")[0]?.body).toMatchObject({ name: `${failed.name} lr 0.05`, spec: { optimizer: { learningRate: 0.05 } } });
  });

  it("retries unchanged all the same", async () => {
    const server = serve(aJob.failed());
    server.on({ "POST /jobs/job_1/retry": () => aJob.queued({ id: "job_2" }) });
    const { user, router } = open("/jobs/job_1");

    await user.click(await screen.findByLabelText("More actions"));
    await user.click(screen.getByRole("button", { name: "Retry unchanged…" }));
    await user.click(screen.getByRole("button", { name: "Retry job" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
  });

  it("says of a paused job the step of its checkpoint", async () => {
    const paused = aJob.paused();
    const step = (paused.progress?.step ?? 0) + 2;
    serve(paused, aCheckpoint.newest({ step }));
    open("/jobs/job_1");

    expect(await screen.findByText(new RegExp(`Paused at step ${step} of`))).toBeTruthy();
  });

  it("forks from the newest checkpoint and sends only the changes", async () => {
    const server = serve(aJob.succeeded(), aCheckpoint.newest(), aCheckpoint.older());
    server.on({ "POST /jobs/job_1/fork": () => aJob.queued({ id: "job_2" }) });
    const { user, router } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Fork" }));
    const dialog = within(await screen.findByRole("form", { name: "Fork" }));
    expect(dialog.getByLabelText("Continue from")).toHaveProperty("value", "ckpt_2");
    // The checkpoint has decided these.
    ["Data set", "Network", "Modules", "Batch size", "Seed"].forEach((name) => { expect(dialog.queryByLabelText(name)).toBeNull(); });
    await user.clear(dialog.getByLabelText("Epochs"));
    await user.type(dialog.getByLabelText("Epochs"), "6");
    expect(dialog.getByText("epochs: 3 → 6")).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Fork job" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
    expect(server.requestsTo("POST /jobs/job_1/fork")[0]?.body).toEqual({ checkpoint: "ckpt_2", spec: { epochs: 6 } });
    expect((await screen.findByRole("link", { name: "resnet8 sgr k4" })).getAttribute("href")).toBe("/jobs/job_1");
  });

  it("shows the server's error at the field of a fork", async () => {
    const server = serve(aJob.succeeded(), aCheckpoint.newest());
    const errors = [{ pointer: "/spec/network/depth", detail: "does not fit the checkpoint" }];
    server.on({ "POST /jobs/job_1/fork": () => problem(400, { title: "Invalid", detail: "One field is wrong.", errors }) });
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: "Fork" }));
    await user.click(await screen.findByRole("button", { name: "Fork job" }));

    expect((await screen.findByRole("alert", { name: "Spec errors" })).textContent).toContain("does not fit the checkpoint");
  });
});
