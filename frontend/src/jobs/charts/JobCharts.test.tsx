import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, me, series } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page } from "../../test/server";
import type { Series } from "../../metrics/metrics";
import type { Job } from "../jobs";

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
    "GET /jobs/job_1/logs": () => page(),
    "GET /jobs/job_1/checkpoints": () => page(),
    "GET /jobs/job_1/events": () => page(),
    "GET /jobs/job_1/result": () => ({ files: [{ name: "weights.safetensors", bytes: 311_824, sha256: "abc", href: "/x" }] }),
  });
}

describe("The charts of a job", () => {
  it("loads only the series that it draws", async () => {
    const server = serve(aJob.running());

    open("/jobs/job_1");

    await screen.findByRole("img", { name: /Loss: train/ });
    const asked = server.requestsTo("GET /jobs/job_1/metrics").filter(({ query }) => query.get("agg") !== "last");
    expect(asked.length).toBeGreaterThan(2);
    asked.forEach(({ query }) => { expect(query.get("names")).not.toBeNull(); });
    expect(asked.map(({ query }) => query.get("names"))).not.toContain("module.loss");
  });

  it("keeps the choices about the charts in the address", async () => {
    serve(aJob.running(), [series("learningRate", null, [100, 0.05])]);
    const { user, router } = open("/jobs/job_1?log=loss");

    expect((await screen.findByRole<HTMLInputElement>("checkbox", { name: "Log scale of Loss" })).checked).toBe(true);
    await user.click(screen.getByRole("button", { name: "Epoch" }));
    await user.click(screen.getByRole("button", { name: "Loss", pressed: false }));
    await user.click(screen.getByRole("checkbox", { name: "Learning rate" }));

    expect(await screen.findByRole("figure", { name: "Learning rate" })).toBeTruthy();
    expect(router.state.location.search).toContain("x=epoch");
    expect(router.state.location.search).toContain("metric=loss");
    expect(router.state.location.search).toContain("log=loss");
    expect(screen.getByRole("img", { name: /Loss: train 0\.9000 at epoch 1\.27/ })).toBeTruthy();
  });

  it("shows a heat map from six modules on, and lines on request", async () => {
    const seen = [1, 2, 3, 4, 5, 6, 7].flatMap((module) => [series("module.deadUnits", module, [51, 0.01 * module])]);
    serve(aJob.running(), seen);
    const { user } = open("/jobs/job_1");

    const figure = within(await screen.findByRole("figure", { name: "Dead units" }));
    expect(figure.getByRole("img", { name: /Module 7 7\.0 %/ })).toBeTruthy();
    expect(figure.queryByRole("button", { name: /^Module 7/ })).toBeNull();
    await user.click(figure.getByRole("button", { name: "Lines" }));

    expect(await screen.findByRole("button", { name: /^Module 7 ?: ?7\.0 %$/ })).toBeTruthy();
  });

  it("opens a module with its figures and exports the network cut there", async () => {
    const server = serve(aJob.succeeded());
    server.on({
      "POST /plans": () => ({ memory: { modules: [1, 2, 3, 4].map((module) => ({ module, activations: 1048576, weights: 4000 * module, timeShare: module / 10 })) } }),
      "POST /jobs/job_1/exports": ({ body }) => ({ format: "onnx", upTo: (body as { upTo: number }).upTo, name: "network-2.onnx", bytes: 9, sha256: "ab", maxDifference: 0 }),
    });
    const { user } = open("/jobs/job_1");

    await user.click(await screen.findByRole("button", { name: /^Module 2/ }));
    const drawer = within(await screen.findByRole("dialog", { name: /Module 2/ }));
    expect((await drawer.findByText("Parameters")).parentElement?.textContent).toContain("2\u202f000 (20 %)");
    expect(drawer.getByText("Time").parentElement?.textContent).toContain("20 %");
    await user.click(drawer.getByRole("button", { name: "Export ONNX" }));

    expect(await drawer.findByRole("link", { name: "Download network-2.onnx" })).toBeTruthy();
    expect(server.requestsTo("POST /jobs/job_1/exports")[0]?.body).toEqual({ format: "onnx", upTo: 2 });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog", { name: /Module 2/ })).toBeNull();
  });
});
