import { cleanup, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page, problem } from "../test/server";
import type { Retention } from "./retention";

const saved: Retention = {
  jobDays: null, networkDays: null, exportDays: 90, checkpointDays: 90, metricDays: null, logDays: 365,
};

const project = { id: "prj_1", name: "default", role: "admin", slots: 4, bytes: 3 * 2 ** 30 };

it("changes only what was edited; an empty field means forever", async () => {
  const server = new FakeServer({
    "GET /me": () => ({ ...me, role: "admin" }),
    "GET /projects": () => page(project),
    "GET /projects/prj_1/retention": () => saved,
    "PATCH /projects/prj_1/retention": () => ({ ...saved, jobDays: 30, logDays: null }),
  });
  const { user } = open("/project");

  await user.type(await screen.findByLabelText("Jobs"), "30");
  await user.clear(screen.getByLabelText("Logs"));
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("Saved.")).toBeTruthy();
  expect(server.requestsTo("PATCH /projects/prj_1/retention")[0]?.body).toEqual({ jobDays: 30, logDays: null });
  expect(screen.getByLabelText("Jobs")).toHaveProperty("value", "30");
  expect(screen.getByLabelText("Logs")).toHaveProperty("value", "");
});

it("shows members the values without a way to change them", async () => {
  new FakeServer({
    "GET /me": () => ({ ...me, role: "member", scopes: ["read", "submit"], administrator: false }),
    "GET /projects": () => page(project),
    "GET /projects/prj_1/retention": () => saved,
  });
  open("/project");

  expect(await screen.findByLabelText("Exported files")).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});

it("changes the quotas; an empty field is no limit, and gibibytes are sent as bytes", async () => {
  const server = new FakeServer({
    "GET /me": () => me,
    "GET /projects": () => page({ ...project, id: "prj_2", slots: 99 }, project),
    "GET /projects/prj_1/retention": () => saved,
    "PATCH /projects/prj_1": () => problem(400, { detail: "wrong", errors: [{ pointer: "/bytes", detail: "is too large" }] }),
  });
  const { user } = open("/project");

  const slots = await screen.findByLabelText("Slots");
  expect(slots).toHaveProperty("value", "4");
  await user.clear(slots);
  await user.clear(screen.getByLabelText("Files, in GiB"));
  await user.type(screen.getByLabelText("Files, in GiB"), "1.5");
  await user.click(screen.getByRole("button", { name: "Save quotas" }));
  expect((await screen.findByRole("alert")).textContent).toContain("is too large");

  server.on({ "PATCH /projects/prj_1": () => ({ ...project, slots: null, bytes: 1.5 * 2 ** 30 }) });
  await user.click(screen.getByRole("button", { name: "Save quotas" }));

  expect(await screen.findByText("Saved.")).toBeTruthy();
  expect(server.requestsTo("PATCH /projects/prj_1")[1]?.body).toEqual({ slots: null, bytes: 1_610_612_736 });
  expect(slots).toHaveProperty("value", "");
});

it("sends only the quota that was edited, and shows members both without a way to change them", async () => {
  const server = new FakeServer({
    "GET /me": () => me,
    "GET /projects": () => page({ ...project, bytes: 5 }),
    "GET /projects/prj_1/retention": () => saved,
    "PATCH /projects/prj_1": () => ({ ...project, slots: 2 }),
  });
  const { user } = open("/project");
  await user.clear(await screen.findByLabelText("Slots"));
  await user.type(screen.getByLabelText("Slots"), "2");
  await user.click(screen.getByRole("button", { name: "Save quotas" }));
  expect(await screen.findByText("Saved.")).toBeTruthy();
  expect(server.requestsTo("PATCH /projects/prj_1")[0]?.body).toEqual({ slots: 2 });
  cleanup();

  server.on({ "GET /me": () => ({ ...me, role: "member", scopes: ["read", "submit"], administrator: false }) });
  open("/project");
  expect(await screen.findByLabelText("Slots")).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Save quotas" })).toBeNull();
});
