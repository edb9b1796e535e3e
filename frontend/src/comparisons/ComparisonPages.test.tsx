import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { aPair, aVariant } from "../test/comparisons";
import { aJob, catalog, dataset, me, series } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page, problem } from "../test/server";

const pairJobs = [aJob.succeeded({ id: "job_1", labels: { comparison: "cmp_1" } }), aJob.succeeded({ id: "job_2", labels: { comparison: "cmp_1" } })];

function serve(comparison = aPair(), jobs = pairJobs) {
  return new FakeServer({
    "GET /me": () => me,
    "GET /comparisons": () => page(comparison),
    "GET /comparisons/cmp_1": () => comparison,
    "GET /jobs": () => page(...jobs),
    "GET /jobs/job_1/metrics": () => ({ data: [series("test.accuracy", null, [79, 0.5], [158, 0.7])], lastStep: 158 }),
    "GET /jobs/job_2/metrics": () => ({ data: [series("test.accuracy", null, [79, 0.4])], lastStep: 79 }),
  });
}

describe("ComparisonPage", () => {
  it("says in a sentence how a pair differs, with the gap by epoch and the memory", async () => {
    const server = serve();
    open("/comparisons/cmp_1");

    expect(await screen.findByText(/sgr is 2\.0 points below backprop, takes 40 % less memory and 2\.0 times as long here\. With one seed this is not a verdict/)).toBeTruthy();
    const gap = await screen.findByRole("img", { name: /^Gap to backprop/ });
    expect(gap.getAttribute("aria-label")).toContain("-10.00");
    expect(screen.getByText("420 MiB", { selector: "dd" })).toBeTruthy();
    expect(screen.getAllByRole("link", { name: "84.61 %" })).toHaveLength(2);
    expect(server.requestsTo("GET /jobs/job_1/metrics")[0]?.query.getAll("names")).toContain("test.accuracy");
  });

  it("asks for its jobs until the last one is known to have finished", async () => {
    let requests = 0;
    const server = serve();
    server.on({ "GET /jobs": () => page(...(requests++ === 0 ? [pairJobs[0], aJob.running({ id: "job_2" })] : pairJobs)) });
    open("/comparisons/cmp_1");

    expect(await screen.findByText("Running")).toBeTruthy();
    await waitFor(() => { expect(screen.getAllByRole("link", { name: "84.61 %" })).toHaveLength(2); }, { timeout: 5000 });
  });

  it("shows the table of many variants with their verdicts, failures and early stops", async () => {
    const variants = [
      aVariant({ label: "first", testAccuracy: { mean: 0.8, sd: 0.01 } }),
      aVariant({ label: "better", jobs: ["job_2"], difference: { mean: 0.02, sd: 0.001 }, verdict: "higher" }),
      aVariant({ label: "given up", jobs: ["job_3"], n: 0, stopped: { epoch: 2, testAccuracy: 0.3 } }),
      aVariant({ label: "broken", jobs: ["job_4"], n: 0 }),
    ];
    serve(aPair({ variants, seeds: [1], states: { SUCCEEDED: 2, CANCELLED: 1, FAILED: 1 } }), [
      ...pairJobs,
      aJob.cancelled({ id: "job_3", reason: { code: "STOPPED_EARLY", message: "Stopped early: after epoch 2 …" } }),
      aJob.failed({ id: "job_4" }),
    ]);
    open("/comparisons/cmp_1");

    const table = within(await screen.findByRole("table", { name: "Variants" }));
    expect(table.getByText("more accurate")).toBeTruthy();
    expect(table.getByText("stopped early after epoch 2")).toBeTruthy();
    expect(await screen.findByText("Stopped early")).toBeTruthy();
    expect(screen.getByText("Failed")).toBeTruthy();
    expect(screen.queryByText(/takes/)).toBeNull();
  });

  it("cancels what is not over after a confirmation", async () => {
    const server = serve(aPair({ isTerminal: false, states: { RUNNING: 1, QUEUED: 1 } }), [aJob.running(), aJob.queued({ id: "job_2" })]);
    server.on({ "POST /comparisons/cmp_1/cancel": () => aPair() });
    const { user } = open("/comparisons/cmp_1");

    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Cancel jobs", hidden: true }));

    await waitFor(() => { expect(server.requestsTo("POST /comparisons/cmp_1/cancel")).toHaveLength(1); });
  });

  it("copies the table as Markdown", async () => {
    const server = serve();
    server.on({ "GET /comparisons/cmp_1": ({ headers }) => (headers.get("Accept") === "text/markdown" ? new Response("| variant |") : aPair()) });
    const { user } = open("/comparisons/cmp_1");
    const copied = vi.spyOn(navigator.clipboard, "writeText");

    await user.click(await screen.findByRole("button", { name: "Copy as Markdown" }));

    expect(await screen.findByText("Copied")).toBeTruthy();
    expect(copied).toHaveBeenCalledWith("| variant |");
  });

  it("says that a comparison does not exist", async () => {
    const server = serve();
    server.on({ "GET /comparisons/cmp_1": () => problem(404, { title: "Not found" }) });
    open("/comparisons/cmp_1");

    expect(await screen.findByRole("heading", { level: 1 })).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });
});

describe("ComparisonsPage", () => {
  it("lists comparisons with their best variant", async () => {
    serve();
    open("/comparisons");

    const row = within(await screen.findByRole("row", { name: /the pair/ }));
    expect(row.getByText("backprop, 87.00 %")).toBeTruthy();
    expect(row.getByText("finished")).toBeTruthy();
  });

  it("explains itself while there are none", async () => {
    new FakeServer({ "GET /me": () => me, "GET /comparisons": () => page() });
    open("/comparisons");

    expect(await screen.findByText("No comparisons yet")).toBeTruthy();
  });
});

describe("NewComparisonPage", () => {
  it("starts from a job and submits variants, seeds, early stops and a search", async () => {
    const server = serve();
    server.on({ "GET /jobs/job_7": () => aJob.succeeded({ id: "job_7", name: "seven" }), "POST /comparisons": () => aPair() });
    const { user, router } = open("/comparisons/new?from=job_7");

    await user.click(await screen.findByRole("button", { name: "greedy" }));
    await user.type(screen.getByLabelText("Stop the worst after epochs (optional)"), "1");
    await user.click(screen.getByRole("button", { name: "learningRate" }));
    await user.click(screen.getByRole("button", { name: "Start comparison" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/comparisons/cmp_1"); });
    expect(server.requestsTo("POST /comparisons")[0]?.body).toMatchObject({
      name: "seven",
      spec: { dataset: "fashion-mnist-sample" },
      variants: [{ label: "backprop" }, { label: "sgr", changes: {} }, { label: "greedy", changes: { rule: { type: "greedy" } } }],
      seeds: [1, 2, 3],
      halving: { epochs: [1], keep: 0.5 },
      search: { dimensions: [{ field: "/optimizer/learningRate", from: 0.01, to: 0.3, scale: "log" }], order: "random", trainings: 12 },
    });
  });

  it("sends notes if there are any", async () => {
    const server = serve();
    server.on({ "POST /comparisons": () => aPair() });
    const { user } = open("/comparisons/new");

    await user.type(await screen.findByLabelText("Name"), "n");
    await user.type(screen.getByLabelText("Notes (optional)"), "Does SGR help?");
    await user.click(screen.getByRole("button", { name: "Start comparison" }));

    await waitFor(() => { expect(server.requestsTo("POST /comparisons")[0]?.body).toMatchObject({ notes: "Does SGR help?" }); });
  });

  it("names all problems at once, its own and the server's", async () => {
    const server = serve();
    server.on({ "POST /comparisons": () => problem(400, { title: "Invalid", errors: [{ pointer: "/seeds", detail: "must be distinct" }, { pointer: "/variants/0/label", detail: "is required" }] }) });
    const { user } = open("/comparisons/new");
    const changes = await screen.findByLabelText("Changes of variant 1");
    await user.clear(changes);
    await user.type(changes, "oops");

    await user.click(screen.getByRole("button", { name: "Start comparison" }));
    expect(screen.getByRole("alert").textContent).toMatch(/2 fields.*\/variants\/0\/changes is not JSON.*\/name is required/);
    expect(server.requestsTo("POST /comparisons")).toEqual([]);

    await user.clear(changes);
    await user.type(screen.getByLabelText("Name"), "n");
    await user.click(screen.getByRole("button", { name: "Start comparison" }));
    await waitFor(() => { expect(screen.getByRole("alert").textContent).toMatch(/\/seeds must be distinct.*\/variants\/0\/label is required/); });
  });
});

describe("the box in the form of a new job", () => {
  it("makes a comparison with back-propagation from one request", async () => {
    const server = serve();
    server.on({ "GET /catalog": () => catalog, "GET /datasets": () => page(dataset()), "POST /comparisons": () => aPair() });
    const { user, router } = open("/jobs/new");

    await user.click(await screen.findByRole("checkbox", { name: "Also train by back-propagation" }));
    await user.click(screen.getByRole("button", { name: "Submit job" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/comparisons/cmp_1"); });
    expect(server.requestsTo("POST /jobs")).toEqual([]);
    const body = server.requestsTo("POST /comparisons")[0]?.body;
    expect(body).toMatchObject({ variants: [{ label: "backprop", changes: { rule: { type: "backprop" } } }, { label: "sgr" }], seeds: [1] });
    expect(body).not.toHaveProperty("spec.seed");
  });
});
