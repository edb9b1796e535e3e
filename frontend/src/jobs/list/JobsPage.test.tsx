import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, me } from "../../test/factories";
import { open } from "../../test/render";
import { aPair } from "../../test/comparisons";
import { FakeServer, page, problem } from "../../test/server";
import { SAMPLE_COMPARISON } from "../submit/sample";

const withJobs = (jobs: unknown) => new FakeServer({ "GET /me": () => me, "GET /jobs": () => jobs });

describe("JobsPage", () => {
  it("shows running jobs and their progress", async () => {
    withJobs(page(aJob.running(), aJob.succeeded({ id: "job_2", name: "done" })));

    open("/jobs");

    const row = within(await screen.findByRole("row", { name: /resnet8 sgr k4/ }));
    expect(row.getByText("Running")).toBeTruthy();
    expect(row.getByText("1 min 35 s left")).toBeTruthy();
    expect(row.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
    expect(within(screen.getByRole("row", { name: /done/ })).getByText("84.6 %")).toBeTruthy();
  });

  it("says why a queued job is waiting", async () => {
    withJobs(page(aJob.queued()));

    open("/jobs");

    expect(await screen.findByText("waiting for a free slot; 2 jobs ahead")).toBeTruthy();
  });

  it("requests the state and name in the URL", async () => {
    const server = withJobs(page());

    open("/jobs?state=FAILED&name=vgg");

    await screen.findByText("No matching jobs");
    expect(server.requestsTo("GET /jobs")[0]?.query.toString()).toBe("limit=50&summary=true&name=vgg&state=FAILED");
  });

  it("puts the selected filters into the URL", async () => {
    withJobs(page(aJob.queued()));
    const { user, router } = open("/jobs");

    await user.click(await screen.findByRole("button", { name: "Failed" }));
    await user.type(screen.getByLabelText("Search jobs"), "vgg");

    await waitFor(() => { expect(router.state.location.search).toBe("?q=vgg&state=FAILED"); });
  });

  it("loads the next page", async () => {
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

  it("shows the server's error with its request id, and retries", async () => {
    const server = withJobs(problem(503, { title: "Unavailable", detail: "The database is away.", requestId: "req_7" }));
    const { user } = open("/jobs");
    expect((await screen.findByRole("alert")).textContent).toMatch(/The database is away\..*req_7/);
    server.on({ "GET /jobs": () => page(aJob.queued()) });

    await user.click(screen.getByRole("button", { name: "Try again" }));

    expect(await screen.findByRole("table", { name: "Jobs" })).toBeTruthy();
  });
});

it("submits the sample with one click, only once, and shows its comparison", async () => {
  const server = withJobs(page());
  let failing = true;
  server.on({
    "POST /comparisons": () => {
      if (!failing) return aPair();
      failing = false;
      return problem(503, { title: "Unavailable" });
    },
    "GET /comparisons/cmp_1": () => aPair(),
  });
  const { user, router } = open("/jobs");

  await user.click(await screen.findByRole("button", { name: "Run the sample" }));
  await screen.findByRole("alert");
  await user.click(screen.getByRole("button", { name: "Run the sample" }));
  await waitFor(() => { expect(router.state.location.pathname).toBe("/comparisons/cmp_1"); });

  const sent = server.requestsTo("POST /comparisons");
  expect(sent.map((call) => call.body)).toEqual([SAMPLE_COMPARISON, SAMPLE_COMPARISON]);
  expect(new Set(sent.map((call) => call.headers.get("Idempotency-Key"))).size).toBe(1);
});

it("offers to import pictures and to plan a large network", async () => {
  withJobs(page());
  open("/jobs");

  expect((await screen.findByRole("link", { name: "Import pictures" })).getAttribute("href")).toBe("/datasets/new");
  expect(screen.getByRole("link", { name: "Plan a large network" }).getAttribute("href")).toBe("/jobs/new?example=large");
});
