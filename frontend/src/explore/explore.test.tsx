import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, dataset, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page } from "../test/server";
import { inBrush, paretoOf, readBrush, runsOf, writeBrush } from "./pareto";

const result = aJob.succeeded().result;
const job = (id: string, mebibytes: number, testAccuracy: number, rule = "sgr") =>
  aJob.succeeded({ id, name: id, spec: { ...aJob.queued().spec, rule: { type: rule } }, result: { ...result, peakMemoryBytes: mebibytes * 2 ** 20, testAccuracy } });
const jobs = [job("small", 100, 0.7), job("bad", 200, 0.6), job("middle", 200, 0.8), job("large", 400, 0.8, "backprop"), job("best", 500, 0.9)];

describe("pareto", () => {
  const runs = runsOf(jobs, "measured");

  it("has the runs that no other beats in both", () => {
    expect(paretoOf(runs).map((run) => run.id)).toEqual(["small", "middle", "best"]);
  });

  it("leaves out runs without figures", () => {
    expect(runsOf([aJob.succeeded({ result: {} })], "measured")).toEqual([]);
    expect(runsOf([aJob.succeeded()], "estimated")[0]?.memoryBytes).toBe(260 * 2 ** 20);
  });

  it("reads and writes a brush", () => {
    const brush = readBrush("300,100,0.9,0.5");
    expect(brush).toEqual({ memory: [100, 300], accuracy: [0.5, 0.9] });
    expect(brush && writeBrush(brush)).toBe("100,300,0.5000,0.9000");
    expect(readBrush("1,2,x,4")).toBeNull();
    expect(readBrush(null)).toBeNull();
    expect(runs.filter((run) => inBrush(run, { memory: [0, 250 * 2 ** 20], accuracy: [0.65, 1] })).map((run) => run.id)).toEqual(["small", "middle"]);
  });
});

describe("ExplorePage", () => {
  const serve = (found = jobs) =>
    new FakeServer({ "GET /me": () => me, "GET /datasets": () => page(dataset(), dataset("pets")), "GET /jobs": () => page(...found) });

  it("reads the succeeded runs of the data set and lists them beside the chart", async () => {
    const server = serve();
    open("/explore?dataset=pets");

    const list = within(await screen.findByRole("region", { name: "Runs" }));
    expect(list.getAllByRole("row")).toHaveLength(6);
    expect(list.getAllByText("Pareto front")).toHaveLength(3);
    expect(server.requestsTo("GET /jobs")[0]?.query.toString()).toBe("state=SUCCEEDED&dataset=pets&limit=200");
    expect(screen.getByRole("link", { name: /^large: backprop, 80.00 %, 400 MiB/ })).toBeTruthy();
  });

  it("lists the runs of the brush in the address, and all again", async () => {
    serve();
    const { user, router } = open(`/explore?dataset=pets&brush=0,${250 * 2 ** 20},0.65,1`);

    expect(await screen.findByText("2 of 5 runs, most accurate first")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(router.state.location.search).toBe("?dataset=pets");
    expect(screen.getByText("5 runs, most accurate first")).toBeTruthy();
  });

  it("compares chosen runs", async () => {
    serve();
    const { user } = open("/explore?dataset=pets");

    await user.click(await screen.findByRole("checkbox", { name: "Select best" }));
    await user.click(screen.getByRole("checkbox", { name: "Select small" }));

    expect(screen.getByRole("link", { name: "Compare 2" }).getAttribute("href")).toBe("/compare?jobs=best,small");
  });

  it("reads further pages", async () => {
    const server = serve();
    server.on({ "GET /jobs": ({ query }) => (query.has("after") ? page(job("older", 50, 0.5)) : { data: jobs, hasMore: true, next: "best" }) });
    open("/explore?dataset=pets");

    expect(await screen.findByText("6 runs, most accurate first")).toBeTruthy();
  });

  it("begins with the data set of the newest training", async () => {
    const imported = aJob.succeeded({ id: "import", kind: "import", spec: { ...aJob.queued().spec, dataset: "pets" } });
    const trained = aJob.succeeded({ id: "trained", spec: { ...aJob.queued().spec, dataset: "digits@2" } });
    serve([imported, trained]);
    open("/explore");

    await waitFor(() => { expect(screen.getByLabelText("Data set")).toHaveProperty("value", "digits"); });
  });

  it("says that there are no runs yet", async () => {
    serve([]);
    open("/explore");

    expect(await screen.findByText("No finished runs")).toBeTruthy();
    await waitFor(() => { expect(screen.getByLabelText("Data set")).toHaveProperty("value", "fashion-mnist-sample"); });
  });
});
