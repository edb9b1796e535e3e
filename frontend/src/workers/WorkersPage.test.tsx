import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aWorker, me } from "../test/factories";
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

  it("says which worker is not responding", async () => {
    serve(aWorker.idle(), aWorker.stale({ id: "wrk_2", name: "attic" }));

    open("/workers");

    expect(within(await screen.findByRole("listitem", { name: "attic" })).getByText("Not responding")).toBeTruthy();
    expect(within(screen.getByRole("listitem", { name: "basement" })).getByText("Idle")).toBeTruthy();
  });
});
