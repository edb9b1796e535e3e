import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeEventSource } from "../../test/eventSource";
import { aCheckpoint, aJob, anEvent, me, series } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page } from "../../test/server";
import type { Job } from "../jobs";

const line = (number: number, text: string) => ({ line: number, stream: "stdout", at: "2026-11-23T10:00:06Z", text });

const after = (query: URLSearchParams, ...lines: ReturnType<typeof line>[]) =>
  page(...lines.filter((each) => each.line > Number(query.get("after") ?? 0)));

function serve(job: () => Job): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /jobs/job_1": job,
    "GET /jobs/job_1/metrics": () => ({ data: [series("train.loss", null, [1, 2.3], [100, 0.9])], lastStep: 100 }),
    "GET /jobs/job_1/logs": ({ query }) => after(query, line(1, "first line")),
    "GET /jobs/job_1/events": () => page(),
    "GET /jobs/job_1/checkpoints": () => page(aCheckpoint.newest()),
  });
}

async function watch(job: () => Job) {
  const server = serve(job);
  const opened = open("/jobs/job_1?tab=log");
  const stream = await FakeEventSource.next();
  stream.connect();
  await screen.findByText("first line");
  await waitFor(() => { expect(opened.client.isFetching()).toBe(0); });
  return { server, stream, ...opened };
}

describe("The job page receives the stream", () => {
  beforeEach(() => { FakeEventSource.install(); });

  it("appends log lines and metrics and updates the progress without new requests", async () => {
    const { server, stream } = await watch(() => aJob.running());
    const before = server.calls.length;

    stream.send("log", { lines: [line(1, "first line"), line(2, "second line")] });
    stream.send("metric", { points: [{ name: "train.loss", module: null, step: 101, value: 0.5 }, { name: "train.loss", module: null, step: 102, value: null }] });
    stream.send("progress", { ...aJob.running().progress, phase: "FINALIZING", step: 200, fraction: 0.84 });

    expect(await screen.findByText("second line")).toBeTruthy();
    expect(screen.getAllByText("first line")).toHaveLength(1);
    expect(screen.getByRole("img", { name: /Loss: train 0\.5000 at step 101/ })).toBeTruthy();
    expect(screen.getByText("84 %")).toBeTruthy();
    expect(screen.getByRole("status", { name: "State" }).textContent).toBe("Finalizing");
    expect(server.calls).toHaveLength(before);
  });

  it("fetches the log again if lines are missing", async () => {
    const { server, stream } = await watch(() => aJob.running());
    server.on({ "GET /jobs/job_1/logs": ({ query }) => after(query, line(2, "second line"), line(3, "third line")) });

    stream.send("log", { lines: [line(3, "third line")] });

    expect(await screen.findByText("second line")).toBeTruthy();
    expect(screen.getByText("third line")).toBeTruthy();
  });

  it("fetches the state from the server when it changes", async () => {
    let job = aJob.running();
    const { stream } = await watch(() => job);

    job = aJob.paused();
    stream.send("state", { id: "evt_2", type: "state", at: "2026-11-23T10:00:09Z", from: "RUNNING", to: "PAUSED", reason: null, message: "Paused.", attempt: 1 });

    await waitFor(() => { expect(screen.getByRole("status", { name: "State" }).textContent).toBe("Paused"); });
  });

  it("adds new events above older ones, once", async () => {
    const { server, stream, user } = await watch(() => aJob.running());
    server.on({ "GET /jobs/job_1/events": () => page(anEvent("evt_1", { message: "first" })) });
    await user.click(screen.getByRole("tab", { name: "Events" }));
    await screen.findByText("first");

    for (const [id, message] of [["evt_1", "first"], ["evt_2", "second"], ["evt_3", "third"]] as const) stream.send("checkpoint", anEvent(id, { message }));

    await screen.findByText("third");
    const shown = within(screen.getByRole("list", { name: "Events" })).getAllByRole("listitem");
    expect(shown.map((line) => line.querySelector("span")?.textContent)).toEqual(["third", "second", "first"]);
  });

  it("does not show past events as new", async () => {
    const { server, stream, user } = await watch(() => aJob.running());
    let newest = anEvent("evt_2", { message: "second" });
    server.on({ "GET /jobs/job_1/events": () => ({ data: [newest], hasMore: true, next: newest.id }) });
    await user.click(screen.getByRole("tab", { name: "Events" }));
    await screen.findByText("second");

    stream.send("checkpoint", anEvent("evt_1", { message: "first" }));
    await waitFor(() => { expect(server.requestsTo("GET /jobs/job_1/events").length).toBeGreaterThan(1); });
    expect(screen.queryByText("first")).toBeNull();

    newest = anEvent("evt_3", { message: "third" });
    stream.send("checkpoint", newest);
    expect(await screen.findByText("third")).toBeTruthy();
  });

  it("closes the connection when the job ends", async () => {
    let job = aJob.running();
    const { stream } = await watch(() => job);

    job = aJob.failed();
    stream.send("end", {});

    await waitFor(() => { expect(screen.getByRole("status", { name: "State" }).textContent).toBe("Failed"); });
    expect(stream.readyState).toBe(FakeEventSource.CLOSED);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("reconnects after a refusal and continues after the last event", async () => {
    const { stream } = await watch(() => aJob.running());
    stream.send("log", { lines: [line(2, "second line")] }, "e3.l2.m7");
    await screen.findByText("second line");

    stream.fail("refusal");

    const again = await FakeEventSource.next(2);
    expect(again.url).toBe("/api/v1/jobs/job_1/stream?after=e3.l2.m7");
  });

  it("polls while the connection is lost", async () => {
    const { server, stream } = await watch(() => aJob.running());
    const before = server.requestsTo("GET /jobs/job_1").length;

    stream.fail("disconnect");

    await vi.waitFor(() => { expect(server.requestsTo("GET /jobs/job_1").length).toBeGreaterThan(before); }, 5000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("closes the stream while updates are paused", async () => {
    const { stream, user } = await watch(() => aJob.running());

    await user.click(screen.getByRole("button", { name: "Live" }));
    expect(stream.readyState).toBe(FakeEventSource.CLOSED);
    await user.click(screen.getByRole("button", { name: "Updates off" }));

    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it("opens no stream for a job that has ended", async () => {
    serve(() => aJob.succeeded());

    open("/jobs/job_1?tab=log");

    await screen.findByText("first line");
    expect(FakeEventSource.opened).toEqual([]);
  });
});
