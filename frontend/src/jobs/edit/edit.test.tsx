import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { aJob, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import { changesOf } from "./changes";

it("sends only what changed", () => {
  const job = aJob.queued({ labels: { a: "1", b: "2" }, notes: "old" });
  const same = { name: job.name, notes: "old", priority: 0, labels: [{ name: "a", value: "1" }, { name: "b", value: "2" }] };

  expect(changesOf(job, same)).toEqual({});
  expect(changesOf(job, { ...same, notes: "", labels: [{ name: "a", value: "3" }, { name: " c ", value: "" }, { name: "", value: "x" }] }))
    .toEqual({ notes: "", labels: { a: "3", b: null, c: "" } });
});

it("edits name, notes and labels, and shows what is refused", async () => {
  const server = new FakeServer({
    "GET /me": () => me,
    "GET /jobs/job_1": () => aJob.queued({ notes: "first\nsecond", priority: 1 }),
    "GET /jobs/job_1/logs": () => page(),
    "PATCH /jobs/job_1": () => problem(400, { detail: "wrong", errors: [{ pointer: "/name", detail: "is not one line" }] }),
  });
  const { user } = open("/jobs/job_1");
  expect(await screen.findByText("High priority")).toBeTruthy();
  expect(screen.getByText(/first\s+second/)).toBeTruthy();

  await user.click(screen.getByRole("button", { name: "Edit name, labels and notes" }));
  await user.clear(screen.getByLabelText("Name"));
  await user.type(screen.getByLabelText("Name"), "renamed");
  await user.click(screen.getByRole("button", { name: "Add label" }));
  await user.type(screen.getByLabelText("Name of label 1"), "keep");
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect((await screen.findByRole("alert")).textContent).toContain("is not one line");
  server.on({ "PATCH /jobs/job_1": () => aJob.queued({ name: "renamed" }) });
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => { expect(screen.queryByRole("dialog")).toBeNull(); });
  expect(server.requestsTo("PATCH /jobs/job_1")[1]?.body).toEqual({ name: "renamed", labels: { keep: "" } });
});
