import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, me, series } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page } from "../test/server";
import { cosineLines, figureRows, readAddress, specDifferences, stepsTo } from "./runs";
import { ticks } from "./ticks";

const one = aJob.succeeded({ id: "job_a", name: "a" });
const two = aJob.succeeded({ id: "job_b", name: "b", spec: { ...one.spec, rule: { type: "greedy" } }, result: { ...one.result, testAccuracy: 0.8261, peakMemoryBytes: 731e6 / 2 } });

describe("figures", () => {
  it("gives the change to the first run, in points or as a share", () => {
    const rows = new Map(figureRows([one, two]).map((row) => [row.name, row.cells]));

    expect(rows.get("Test accuracy")).toEqual([{ value: "84.61 %", change: undefined }, { value: "82.61 %", change: "−2.00 points" }]);
    expect(rows.get("Peak memory")?.[1]?.change).toBe("−50 %");
    expect(figureRows([one, aJob.queued()])[0]?.cells[1]).toEqual({ value: "–", change: undefined });
  });

  it("lists only the keys of the specs that differ", () => {
    expect(specDifferences([{ a: 1, rule: { type: "x", weight: 2 } }, { a: 1, rule: { type: "y" } }])).toEqual([
      { path: "rule.type", values: ["x", "y"] },
      { path: "rule.weight", values: ["2", "–"] },
    ]);
  });

  it("converts steps to epochs and time", () => {
    expect(stepsTo("epoch", one)).toBeCloseTo(3 / 237);
    expect(stepsTo("time", one)).toBeCloseTo(214 / 237);
    expect(stepsTo("epoch", aJob.queued())).toBeUndefined();
  });

  it("places boundaries by relative depth", () => {
    expect(cosineLines([one], ["a"])[0]?.points.map(([x]) => x)).toEqual([0.25, 0.5, 0.75]);
  });

  it("reads the address and ignores what it does not know", () => {
    expect(readAddress(new URLSearchParams("jobs=a,b,,a&x=epoch"))).toEqual({ jobs: ["a", "b"], x: "epoch" });
    expect(readAddress(new URLSearchParams("x=nonsense"))).toEqual({ jobs: [], x: "step" });
    expect(readAddress(new URLSearchParams(`jobs=${Array.from({ length: 30 }, (_, n) => n).join(",")}`)).jobs).toHaveLength(10);
  });

  it("chooses round ticks", () => {
    expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(0.31, 0.52, 4)).toEqual([0.4, 0.5]);
    expect(ticks(1, 1, 4)).toEqual([1]);
  });
});

describe("ComparePage", () => {
  const serve = () =>
    new FakeServer({
      "GET /me": () => me,
      "GET /jobs": () => page(one, two, aJob.succeeded({ id: "job_c", name: "c" })),
      "GET /jobs/job_a": () => one,
      "GET /jobs/job_b": () => two,
      "GET /jobs/job_c": () => aJob.running({ id: "job_c", name: "c" }),
      "GET /jobs/job_a/metrics": () => ({ data: [series("train.loss", null, [79, 2], [158, 1])], lastStep: 158 }),
      "GET /jobs/job_b/metrics": () => ({ data: [series("train.loss", null, [79, 3])], lastStep: 79 }),
      "GET /jobs/job_c/metrics": () => ({ data: [], lastStep: 0 }),
    });

  it("shows figures, curves and differences of the runs in the address", async () => {
    serve();
    open("/compare?jobs=job_a,job_b");

    const table = within(await screen.findByRole("region", { name: "Figures of the runs" }));
    expect(await table.findByText("−2.00 points")).toBeTruthy();
    expect((await screen.findByRole("img", { name: /^Train loss/ })).getAttribute("aria-label")).toBe("Train loss: a 1.000, b 3.000");
    const diff = within(screen.getByRole("region", { name: "Differing fields" }));
    expect(diff.getByText("rule.type")).toBeTruthy();
    expect(diff.queryByText("epochs")).toBeNull();
  });

  it("keeps the axis, added and removed runs in the address", async () => {
    serve();
    const { user, router } = open("/compare?jobs=job_a,job_b");

    await user.click(await screen.findByRole("button", { name: "By epoch" }));
    expect(router.state.location.search).toBe("?jobs=job_a,job_b&x=epoch");
    await user.selectOptions(screen.getByLabelText("Add a run"), "job_c");
    await waitFor(() => { expect(router.state.location.search).toBe("?jobs=job_a,job_b,job_c&x=epoch"); });
    await user.click(await screen.findByRole("button", { name: "Remove a" }));
    expect(router.state.location.search).toBe("?jobs=job_b,job_c&x=epoch");
  });

  it("links a training to its pair", async () => {
    const server = serve();
    server.on({ "GET /jobs/job_a": () => aJob.succeeded({ id: "job_a", name: "a", origin: { kind: "FORK", job: "job_b", checkpoint: null } }) });
    open("/jobs/job_a");

    expect((await screen.findByRole("link", { name: "Compare with paired job" })).getAttribute("href")).toBe("/compare?jobs=job_b,job_a");
  });
});
