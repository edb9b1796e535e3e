import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { aCheckpoint, aJob, catalog, dataset, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page, problem } from "../test/server";
import type { Checkpoint } from "./checkpoints";

function serve(job = aJob.running(), ...checkpoints: Checkpoint[]): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /catalog": () => catalog,
    "GET /datasets": () => page(dataset()),
    "GET /jobs/job_1": () => job,
    "GET /jobs/job_1/metrics": () => ({ data: [], lastStep: null }),
    "GET /jobs/job_1/checkpoints": () => page(...checkpoints),
  });
}

const address = "/jobs/job_1?tab=checkpoints";

describe("Checkpoints", () => {
  it("says when the first one is saved", async () => {
    serve();

    open(address);

    expect(await screen.findByText(/The first one is saved after five minutes of training/)).toBeTruthy();
  });

  it("says that an ended job has no checkpoint", async () => {
    serve(aJob.failed());

    open(address);

    expect(await screen.findByText("The job ended before a checkpoint was saved.")).toBeTruthy();
  });

  it("shows step, epoch, accuracy, size, reason and state", async () => {
    serve(aJob.running(), aCheckpoint.newest(), aCheckpoint.older({ state: "CORRUPT" }));

    open(address);

    const [, first, second] = within(await screen.findByRole("table", { name: "Checkpoints" })).getAllByRole("row");
    expect(first?.textContent).toMatch(/^1582?.*80\.1 %913 KiBperiodic/);
    expect(second?.textContent).toContain("corrupt");
    expect(screen.queryByRole("button", { name: "Fork from step 79" })).toBeNull();
  });

  it("shows a checkpoint as pinned once the server reports it", async () => {
    const server = serve(aJob.running(), aCheckpoint.newest());
    const { user } = open(address);
    const button = await screen.findByRole("button", { name: "Pin step 158" });
    expect(button.getAttribute("aria-pressed")).toBe("false");

    server.on({
      "PATCH /checkpoints/ckpt_2": () => aCheckpoint.newest({ pinned: true }),
      "GET /jobs/job_1/checkpoints": () => page(aCheckpoint.newest({ pinned: true })),
    });
    await user.click(button);

    await waitFor(() => { expect(button.getAttribute("aria-pressed")).toBe("true"); });
    expect(server.requestsTo("PATCH /checkpoints/ckpt_2")[0]?.body).toEqual({ pinned: true });
  });

  it("requests a download link, follows it and shows the hash", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    const server = serve(aJob.running(), aCheckpoint.newest());
    const { sha256, bytes } = aCheckpoint.newest();
    server.on({
      "POST /checkpoints/ckpt_2/download": () => ({ url: "/content?signature=1", expiresAt: "", bytes, sha256, fileName: "step-158.safetensors" }),
    });
    const { user } = open(address);

    await user.click(await screen.findByRole("button", { name: "Download step 158" }));

    expect(await screen.findByText(/Downloading step-158\.safetensors \(913 KiB\)/)).toBeTruthy();
    expect(screen.getByText(sha256)).toBeTruthy();
    expect(click.mock.contexts.map((link) => (link as HTMLAnchorElement).getAttribute("href"))).toEqual(["/content?signature=1"]);
  });

  it("shows an error of the server beside the checkpoint", async () => {
    const server = serve(aJob.running(), aCheckpoint.newest());
    server.on({ "POST /checkpoints/ckpt_2/download": () => problem(409, { title: "Conflict", detail: "It is being deleted." }) });
    const { user } = open(address);

    await user.click(await screen.findByRole("button", { name: "Download step 158" }));

    expect(await within(screen.getByRole("table", { name: "Checkpoints" })).findByText("It is being deleted.")).toBeTruthy();
  });

  it("forks from the checkpoint in its row", async () => {
    serve(aJob.running(), aCheckpoint.newest(), aCheckpoint.older());
    const { user } = open(address);

    await user.click(await screen.findByRole("button", { name: "Fork from step 79" }));

    expect(await screen.findByLabelText("Continue from")).toHaveProperty("value", "ckpt_1");
  });
});
