import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer } from "../test/server";
import type { Retention } from "./retention";

const saved: Retention = {
  jobDays: null, networkDays: null, exportDays: 90, checkpointDays: 90, metricDays: null, logDays: 365,
};

it("changes only what was edited; an empty field means for ever", async () => {
  const server = new FakeServer({
    "GET /me": () => ({ ...me, role: "admin" }),
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
    "GET /me": () => ({ ...me, role: "member" }),
    "GET /projects/prj_1/retention": () => saved,
  });
  open("/project");

  expect(await screen.findByLabelText("Exported files")).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});
