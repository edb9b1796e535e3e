import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, noContent, page, problem } from "../../test/server";

const admin = { account: "acc_1", name: "admin", role: "admin", active: true, since: "2026-01-01T00:00:00Z" };
const ada = { account: "acc_2", name: "Ada", role: "viewer", active: true, since: "2026-01-02T00:00:00Z" };
const accounts = () =>
  page({ id: "acc_3", name: "Grace", email: null, administrator: false, active: true, createdAt: "2026-01-01T00:00:00Z", issuer: null });

it("changes a role", async () => {
  const server = new FakeServer({
    "GET /me": () => me, "GET /accounts": accounts, "GET /projects/prj_1/members": () => page(admin, ada),
    "PUT /projects/prj_1/members/acc_2": () => ({ ...ada, role: "member" }),
  });
  const { user } = open("/members");

  const role = await screen.findByLabelText("Role of Ada");
  server.on({ "GET /projects/prj_1/members": () => page(admin, { ...ada, role: "member" }) });
  await user.selectOptions(role, "member");

  expect(server.requestsTo("PUT /projects/prj_1/members/acc_2")[0]?.body).toEqual({ role: "member" });
  expect(await screen.findByLabelText("Role of Ada")).toHaveProperty("value", "member");
});

it("adds an account", async () => {
  const server = new FakeServer({
    "GET /me": () => me, "GET /accounts": accounts, "GET /projects/prj_1/members": () => page(admin),
    "PUT /projects/prj_1/members/acc_3": () => ({}),
  });
  const { user } = open("/members");

  await user.type(await screen.findByLabelText("Account"), "acc_3");
  await user.selectOptions(screen.getByLabelText("Role"), "admin");
  await user.click(screen.getByRole("button", { name: "Add member" }));

  expect(server.requestsTo("PUT /projects/prj_1/members/acc_3")[0]?.body).toEqual({ role: "admin" });
});

it("says why the last admin stays", async () => {
  new FakeServer({
    "GET /me": () => me, "GET /accounts": accounts, "GET /projects/prj_1/members": () => page(admin),
    "DELETE /projects/prj_1/members/acc_1": () => problem(409, { title: "Conflict", detail: "The account is the last admin." }),
  });
  const { user } = open("/members");

  await user.click(await screen.findByRole("button", { name: "Remove admin" }));
  expect(screen.getByRole("dialog").textContent).toContain("keys and sessions in this project end");
  await user.click(screen.getByRole("button", { name: "Leave" }));

  expect((await screen.findByRole("alert")).textContent).toContain("last admin");
});

it("removes a member", async () => {
  const server = new FakeServer({
    "GET /me": () => ({ ...me, administrator: false }), "GET /projects/prj_1/members": () => page(admin, ada),
    "DELETE /projects/prj_1/members/acc_2": noContent,
  });
  const { user } = open("/members");

  await user.click(await screen.findByRole("button", { name: "Remove Ada" }));
  server.on({ "GET /projects/prj_1/members": () => page(admin) });
  await user.click(screen.getByRole("button", { name: "Remove member" }));

  expect(await screen.findByText("you")).toBeTruthy();
  expect(screen.queryByText("Ada")).toBeNull();
  expect(server.requestsTo("GET /accounts")).toHaveLength(0);
});

it("shows members the roles without a way to change them", async () => {
  new FakeServer({ "GET /me": () => ({ ...me, scopes: ["read"], administrator: false }), "GET /projects/prj_1/members": () => page(admin, ada) });
  open("/members");

  expect(await screen.findByText("viewer")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Remove|Add/ })).toBeNull();
});
