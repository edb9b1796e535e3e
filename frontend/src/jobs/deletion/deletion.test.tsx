import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { aJob, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, noContent, page, problem } from "../../test/server";

function serve(): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /jobs": () => page(),
    "GET /jobs/job_1": () => aJob.failed(),
    "GET /jobs/job_1/metrics": () => ({ data: [], lastStep: null }),
    "GET /jobs/job_1/logs": () => page(),
    "GET /jobs/job_1/events": () => page(),
    "GET /jobs/job_1/checkpoints": () => page(),
    "DELETE /jobs/job_1": () => noContent(),
    "POST /jobs/job_1/restore": () => aJob.failed(),
  });
}

it("deletes a job and undoes it", async () => {
  const server = serve();
  const { user, router } = open("/jobs/job_1");
  await user.click(await screen.findByLabelText("More actions"));

  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs"); });
  expect(server.requestsTo("DELETE /jobs/job_1")).toHaveLength(1);

  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_1"); });
  expect(server.requestsTo("POST /jobs/job_1/restore")).toHaveLength(1);
});

it("offers no deletion of a job that is not over", async () => {
  const server = serve();
  server.on({ "GET /jobs/job_1": () => aJob.queued() });
  const { user } = open("/jobs/job_1");

  await user.click(await screen.findByLabelText("More actions"));

  expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
});

it("lists deleted jobs and restores one", async () => {
  const server = serve();
  const deleted = { ...aJob.failed(), deletedAt: "2026-11-23T10:00:00Z", restorableUntil: "2026-11-30T10:00:00Z" };
  server.on({ "GET /jobs": ({ query }) => (query.get("deleted") === "true" ? page(deleted) : page()) });
  const { user } = open("/jobs/deleted");

  await user.click(await screen.findByRole("button", { name: `Restore ${deleted.name}` }));

  await waitFor(() => { expect(server.requestsTo("POST /jobs/job_1/restore")).toHaveLength(1); });
});

it("shows why a job could not be restored", async () => {
  const server = serve();
  const deleted = { ...aJob.failed(), deletedAt: "2026-11-23T10:00:00Z", restorableUntil: "2026-11-30T10:00:00Z" };
  server.on({
    "GET /jobs": () => page(deleted),
    "POST /jobs/job_1/restore": () => problem(404, { title: "Not found", detail: "There is no such job." }),
  });
  const { user } = open("/jobs/deleted");

  await user.click(await screen.findByRole("button", { name: /^Restore/ }));

  expect(await screen.findByText("There is no such job.")).toBeTruthy();
});
