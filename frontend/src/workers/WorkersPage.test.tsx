import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aGpu, aWorker, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page } from "../test/server";
import type { Worker } from "./workers";

function serve(...workers: Worker[]): void {
  new FakeServer({ "GET /me": () => me, "GET /workers": () => page(...workers) });
}

describe("WorkersPage", () => {
  it("explains what to do without workers", async () => {
    serve();

    open("/workers");

    expect(await screen.findByText("No workers")).toBeTruthy();
  });

  it("shows the jobs of a busy worker with links", async () => {
    serve(aWorker.busy());

    open("/workers");

    const worker = within(await screen.findByRole("listitem", { name: "basement" }));
    expect(worker.getByText("Busy")).toBeTruthy();
    expect(worker.getByText(/2 of 2 slots in use/)).toBeTruthy();
    expect(worker.getByText("Isograd 0.1.0")).toBeTruthy();
    expect(worker.getByRole("link", { name: "resnet8 sgr k4" }).getAttribute("href")).toBe("/jobs/job_1");
    expect(worker.getByText(/^pausing, attempt 2, for /)).toBeTruthy();
    expect(worker.getByText("1 job from other projects")).toBeTruthy();
  });

  it("requests the largest page and shows stale workers last", async () => {
    const worker = (name: string, stale: boolean) => aWorker.idle({ id: name, name, stale });
    const server = new FakeServer({
      "GET /me": () => me,
      "GET /workers": () => page(worker("attic", true), worker("shed", false), worker("basement", false)),
    });

    open("/workers");

    const cards = await screen.findAllByRole("listitem", { name: /attic|shed|basement/ });
    expect(cards.map((card) => card.getAttribute("aria-label"))).toEqual(["basement", "shed", "attic"]);
    expect(server.requestsTo("GET /workers")[0]?.query.get("limit")).toBe("200");
  });

  it("shows the devices of a worker", async () => {
    serve(aWorker.idle({ device: "gpu", slots: 6, devices: [
      aGpu({ state: "busy" }),
      aGpu({ id: "GPU-b", state: "quarantined", reason: "The GPU is lost.", utilization: null, temperature: null }),
      aGpu({ id: "GPU-c", state: "unusable", reason: "This libtorch is for the CPU." }),
      aGpu({ id: "cpu", kind: "cpu", name: "Xeon", slots: 2, temperature: null }),
      aGpu({ id: "GPU-d", state: "a state of a later version" }),
    ] }));

    open("/workers");

    const device = async (id: string) => within(await screen.findByRole("listitem", { name: id }));
    const busy = await device("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6");
    expect(busy.getByText("Busy")).toBeTruthy();
    expect(busy.getByText("NVIDIA H100 80GB HBM3")).toBeTruthy();
    expect(busy.getByText("20.0 GiB of 80.0 GiB")).toBeTruthy();
    expect(busy.getByText("42 % busy")).toBeTruthy();
    expect(busy.getByText("61 °C")).toBeTruthy();
    expect(busy.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
    expect(screen.getByText(/0 of 6 slots in use/).textContent).toBe("0 of 6 slots in use, 4 free, 2 out of service");
    const lost = await device("GPU-b");
    expect(lost.getByText("Quarantined")).toBeTruthy();
    expect(lost.getByText("The GPU is lost.")).toBeTruthy();
    expect(lost.queryByText(/busy|°C/)).toBeNull();
    expect((await device("GPU-c")).getByText("Unusable")).toBeTruthy();
    expect((await device("cpu")).getByText("2 slots")).toBeTruthy();
    expect((await device("GPU-d")).getByText("a state of a later version")).toBeTruthy();
  });

  it("says which worker is not responding", async () => {
    serve(aWorker.idle(), aWorker.stale({ id: "wrk_2", name: "attic" }));

    open("/workers");

    expect(within(await screen.findByRole("listitem", { name: "attic" })).getByText("Not responding")).toBeTruthy();
    expect(within(screen.getByRole("listitem", { name: "basement" })).getByText("Idle")).toBeTruthy();
  });
});
