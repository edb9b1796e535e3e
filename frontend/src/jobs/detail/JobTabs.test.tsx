import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, aWorker, anEvent, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page } from "../../test/server";
import type { Job } from "../jobs";

const lines = [
  { line: 1, stream: "stdout", at: "2026-11-23T10:00:06Z", text: "epoch 1/3" },
  { line: 2, stream: "stderr", at: "2026-11-23T10:00:07Z", text: "a warning" },
];

function serve(job: Job): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /jobs/job_1": () => job,
    "GET /jobs/job_1/metrics": () => ({ data: [], lastStep: null }),
    "GET /jobs/job_1/logs": ({ query }) => page(...lines.filter(({ line, text }) => line > Number(query.get("after") ?? 0) && text.includes(query.get("contains") ?? ""))),
    "GET /jobs/job_1/checkpoints": () => page(),
    "GET /workers": () => page(aWorker.idle({ id: "worker-1", name: "basement" })),
    "GET /jobs/job_1/events": () => page(anEvent("evt_1", { from: "QUEUED", to: "RUNNING", message: "claimed" })),
    "GET /jobs/job_1/result": () => ({ files: [] }),
  });
}

describe("Log and events of a job", () => {
  it("filters the log by stream and searches it on the server", async () => {
    const server = serve(aJob.running());
    const { user, router } = open("/jobs/job_1?tab=log");

    await user.click(await screen.findByRole("button", { name: "stderr" }));
    expect(screen.getByRole("log").textContent).not.toContain("epoch 1/3");
    await user.type(screen.getByLabelText("Search the log"), "nothing like it");

    expect(await screen.findByText("No matching lines.")).toBeTruthy();
    expect(router.state.location.search).toBe("?tab=log&stream=stderr&contains=nothing+like+it");
    const asked = server.requestsTo("GET /jobs/job_1/logs").filter(({ query }) => query.has("contains"));
    expect(asked[0]?.query.get("contains")).toBe("nothing like it");
    expect(asked[0]?.query.get("stream")).toBe("stderr");
  });

  it("saves every line that matches, also those of later pages", async () => {
    const server = serve(aJob.running());
    const line = (number: number) => ({ line: number, stream: "stdout", at: "2026-11-23T10:00:07Z", text: `epoch ${number}` });
    server.on({
      "GET /jobs/job_1/logs": ({ query }) => {
        const after = Number(query.get("after") ?? 0);
        // An empty page is the end, whatever it says of more.
        return { data: after < 2 ? [line(after + 1)] : [], hasMore: true, next: String(after + 1) };
      },
    });
    const saved: Blob[] = [];
    // jsdom has no object URLs.
    Object.assign(URL, { createObjectURL: (blob: Blob) => { saved.push(blob); return "#log"; }, revokeObjectURL: () => undefined });
    const { user } = open("/jobs/job_1?tab=log&contains=epoch");
    expect(await screen.findByText("first 1 matches")).toBeTruthy();

    await user.click(screen.getByRole("button", { name: /^Download/ }));

    await waitFor(() => { expect(saved).toHaveLength(1); });
    const reader = new FileReader();
    reader.readAsText(saved[0] ?? new Blob());
    await waitFor(() => { expect(reader.result).toBe("2026-11-23T10:00:07Z stdout epoch 1\n2026-11-23T10:00:07Z stdout epoch 2\n"); });
  });

  it("shows the job's events and attempts", async () => {
    const attempt = { number: 2, worker: "worker-1", device: "cpu", startedAt: "2026-11-23T10:02:00Z", endedAt: null, outcome: null };
    const lost = { ...attempt, number: 1, outcome: "WORKER_LOST", endedAt: "2026-11-23T10:01:05Z" };
    serve(aJob.succeeded({ attempts: [lost, { ...attempt, outcome: "SUCCEEDED" }] }));
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("tab", { name: "Events" }));

    expect(await screen.findByText("QUEUED → RUNNING")).toBeTruthy();
    const attempts = within(screen.getByRole("table", { name: "Attempts" }));
    expect(await attempts.findAllByRole("cell", { name: "basement" })).toHaveLength(2);
    expect(attempts.getByRole("cell", { name: "worker lost" })).toBeTruthy();
  });

  it("shows the newest events first and loads older ones on request", async () => {
    const server = serve(aJob.succeeded());
    server.on({
      "GET /jobs/job_1/events": ({ query }) =>
        query.get("after") === "evt_2" ? page(anEvent("evt_1", { message: "first" })) : { data: [anEvent("evt_2", { message: "second" })], hasMore: true, next: "evt_2" },
    });
    const { user } = open("/jobs/job_1?tab=events");

    await user.click(await screen.findByRole("button", { name: "Load older events" }));

    expect(await screen.findByText("first")).toBeTruthy();
    const shown = within(screen.getByRole("list", { name: "Events" })).getAllByRole("listitem");
    expect(shown.map((line) => line.textContent)).toEqual([expect.stringContaining("second"), expect.stringContaining("first")]);
    expect(screen.queryByRole("button", { name: "Load older events" })).toBeNull();
  });

  it("renders neither escape sequences nor markup of a log", async () => {
    const server = serve(aJob.running());
    const text = "\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>";
    server.on({ "GET /jobs/job_1/logs": () => page({ line: 1, stream: "stderr", at: "2026-11-23T10:00:07Z", text }) });

    open("/jobs/job_1?tab=log");

    expect((await screen.findByText("red <img src=x onerror=alert(1)>")).querySelector("img")).toBeNull();
  });
});
