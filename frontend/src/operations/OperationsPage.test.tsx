import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { me, someOperations } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, problem } from "../test/server";

const route = "GET /admin/operations";

describe("OperationsPage", () => {
  it("shows the present and the last hour of a busy service", async () => {
    const server = new FakeServer({ "GET /me": () => me, [route]: () => someOperations.busy() });

    open("/operations");

    const now = within(await screen.findByLabelText("Now"));
    expect(now.getByText("Queued").nextElementSibling?.textContent).toBe("7");
    expect(now.getByText("Longest wait").nextElementSibling?.textContent).toBe("2 min 05 s");
    expect(now.getByText("GPUs").nextElementSibling?.textContent).toBe("8");
    expect(screen.getByRole("img", { name: /^Queue: Queued jobs 7 at \d\d:\d\d$/ })).toBeTruthy();
    expect(screen.getByRole("img", { name: /^Running jobs: On CPUs 1 at .*, On GPUs 3 at / })).toBeTruthy();
    expect(screen.queryByText(/No job waited/)).toBeNull();
    expect(server.requestsTo(route)[0]?.query.get("window")).toBe("hour");
    expect(screen.getByRole("link", { name: "download a support bundle" }).getAttribute("href")).toBe("/api/v1/admin/support-bundle");
  });

  it("asks for a day", async () => {
    const server = new FakeServer({ "GET /me": () => me, [route]: () => someOperations.busy() });
    open("/operations");

    await userEvent.click(await screen.findByRole("button", { name: "Last day" }));

    expect(screen.getByRole("button", { name: "Last day" }).getAttribute("aria-pressed")).toBe("true");
    await screen.findByLabelText("Now");
    expect(server.requestsTo(route).at(-1)?.query.get("window")).toBe("day");
  });

  it("says that nothing happened", async () => {
    new FakeServer({ "GET /me": () => me, [route]: () => someOperations.quiet() });

    open("/operations");

    expect(await screen.findByText("No job waited or ran in this period.")).toBeTruthy();
    expect(screen.getByText("No job left the queue in this period.")).toBeTruthy();
  });

  it("warns of jobs that wait without a worker", async () => {
    const busy = someOperations.busy();
    new FakeServer({ "GET /me": () => me, [route]: () => ({ ...busy, now: { ...busy.now, workers: 0, gpus: 0 } }) });

    open("/operations");

    expect(await screen.findByText(/no worker is running/)).toBeTruthy();
  });

  it("offers to try again after a failure", async () => {
    new FakeServer({ "GET /me": () => me, [route]: () => problem(500, { title: "Broken", detail: "It is broken." }) });

    open("/operations");

    expect(await screen.findByText(/It is broken/, undefined, { timeout: 10_000 })).toBeTruthy();
    expect(screen.getByRole("button", { name: /again/i })).toBeTruthy();
  }, 15_000);

  it("asks for nothing on behalf of others", async () => {
    const server = new FakeServer({ "GET /me": () => ({ ...me, administrator: false }) });

    open("/operations");

    expect(await screen.findByText("For administrators")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Operations" })).toBeNull();
    expect(server.requestsTo(route)).toHaveLength(0);
  });
});
