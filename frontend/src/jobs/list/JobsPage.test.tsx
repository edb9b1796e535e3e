import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import { SAMPLE_PAIR } from "../submit/sample";

const withJobs = (jobs: unknown) => new FakeServer({ "GET /me": () => me, "GET /jobs": () => jobs });

describe("JobsPage", () => {
  it("shows what is running and how it goes", async () => {
    withJobs(page(aJob.running(), aJob.succeeded({ id: "job_2", name: "done" })));

    open("/jobs");

    const row = within(await screen.findByRole("row", { name: /resnet8 sgr k4/ }));
    expect(row.getByText("Running")).toBeTruthy();
    expect(row.getByText("1 min 35 s left")).toBeTruthy();
    expect(row.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
    expect(within(screen.getByRole("row", { name: /done/ })).getByText("84.6 %")).toBeTruthy();
  });

  it("says what a queued job waits for", async () => {
    withJobs(page(aJob.queued()));

    open("/jobs");

    expect(await screen.findByText("waiting for a free slot; 2 jobs ahead")).toBeTruthy();
  });

  it("asks the server for the state and name that the address names", async () => {
    const server = withJobs(page());

    open("/jobs?state=FAILED&name=vgg");

    await screen.findByText("No job matches");
    expect(server.made("GET /jobs")[0]?.query.toString()).toBe("limit=50&state=FAILED&name=vgg");
  });

  it("puts a chosen filter into the address", async () => {
    withJobs(page(aJob.queued()));
    const { user, router } = open("/jobs");

    await user.click(await screen.findByRole("button", { name: "Failed" }));
    await user.type(screen.getByLabelText("Filter by name"), "vgg");

    await waitFor(() => { expect(router.state.location.search).toBe("?state=FAILED&name=vgg"); });
  });

  it("loads more from where the page ended", async () => {
    new FakeServer({
      "GET /me": () => me,
      "GET /jobs": ({ query }) =>
        query.has("after")
          ? page(aJob.queued({ id: "job_0", name: "older" }))
          : { data: [aJob.queued()], hasMore: true, next: "job_1" },
    });
    const { user } = open("/jobs");

    await user.click(await screen.findByRole("button", { name: "Load more" }));

    expect(await screen.findByText("older")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  it("shows the server's problem with its request id, and tries again", async () => {
    const server = withJobs(problem(503, { title: "Unavailable", detail: "The database is away.", requestId: "req_7" }));
    const { user } = open("/jobs");
    expect((await screen.findByRole("alert")).textContent).toMatch(/The database is away\..*req_7/);
    server.on({ "GET /jobs": () => page(aJob.queued()) });

    await user.click(screen.getByRole("button", { name: "Try again" }));

    expect(await screen.findByRole("table", { name: "Jobs" })).toBeTruthy();
  });
});

it("queues the sample pair with one click, each job once", async () => {
  const server = withJobs(page());
  let failing = true;
  server.on({
    "POST /jobs": () => {
      if (server.made("POST /jobs").length === 2 && failing) {
        failing = false;
        return problem(503, { title: "Unavailable" });
      }
      return aJob.queued();
    },
  });
  const { user } = open("/jobs");

  await user.click(await screen.findByRole("button", { name: "Run the sample pair" }));
  await screen.findByRole("alert");
  await user.click(screen.getByRole("button", { name: "Run the sample pair" }));
  await waitFor(() => { expect(server.made("POST /jobs")).toHaveLength(4); });

  const sent = server.made("POST /jobs");
  expect(sent.slice(2).map((call) => call.body)).toEqual(SAMPLE_PAIR);
  expect(new Set(sent.map((call) => call.headers.get("Idempotency-Key"))).size).toBe(2);
});
