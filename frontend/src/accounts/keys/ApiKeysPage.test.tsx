import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, noContent, page, problem } from "../../test/server";
import type { ApiKey } from "./apiKeys";

const ci: ApiKey = {
  id: "key_1", name: "ci", prefix: "isg_abc", account: "acc_1", project: "prj_1", scopes: ["read", "submit"],
  createdAt: "2026-01-02T03:04:05Z", expiresAt: null, lastUsedAt: null,
};
const members = () => page({ account: "acc_1", name: "admin", role: "admin", active: true, since: "2026-01-01T00:00:00Z" });

it("lists keys with what they may do and when they were used", async () => {
  new FakeServer({
    "GET /me": () => me, "GET /projects/prj_1/members": members,
    "GET /api-keys": () =>
      page(ci, { ...ci, id: "key_2", name: "old", scopes: ["read"], expiresAt: "2026-01-03T00:00:00Z", lastUsedAt: new Date().toISOString() }),
  });
  open("/api-keys");

  const table = await screen.findByRole("table", { name: "API keys" });
  expect(within(table).getByRole("row", { name: /^ci .*Read and train.*admin.*never.*never/ })).toBeTruthy();
  expect(within(table).getByRole("row", { name: /^old .*Read.*expired/ })).toBeTruthy();
});

it("makes a key that ends, and shows its secret once", async () => {
  const server = new FakeServer({
    "GET /me": () => me, "GET /projects/prj_1/members": members, "GET /projects": () => page(), "GET /api-keys": () => page(),
    "POST /api-keys": () => ({ ...ci, key: "isg_abc.secret" }),
  });
  const { user } = open("/api-keys");

  await user.click(await screen.findByRole("button", { name: "New key" }));
  await user.type(screen.getByLabelText("Name"), "ci");
  await user.click(screen.getByRole("radio", { name: /^Read See/ }));
  await user.selectOptions(screen.getByLabelText("Expires"), "30");
  await user.click(screen.getByRole("button", { name: "Create key" }));

  expect((await screen.findByTestId("secret")).textContent).toBe("isg_abc.secret");
  const sent = server.requestsTo("POST /api-keys")[0]?.body as { name: string; scopes: string[]; expiresAt: string };
  expect([sent.name, sent.scopes]).toEqual(["ci", ["read"]]);
  const days = (Date.parse(sent.expiresAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(30);
  await user.click(screen.getByRole("button", { name: "I have copied it" }));
  expect(screen.queryByTestId("secret")).toBeNull();
});

it("keeps what was filled in when the server refuses it", async () => {
  new FakeServer({
    "GET /me": () => me, "GET /projects/prj_1/members": members, "GET /projects": () => page(), "GET /api-keys": () => page(),
    "POST /api-keys": () => problem(400, { title: "Invalid request", errors: [{ pointer: "/name", detail: "is taken" }] }),
  });
  const { user } = open("/api-keys");

  await user.click(await screen.findByRole("button", { name: "New key" }));
  await user.type(screen.getByLabelText("Name"), "ci");
  await user.click(screen.getByRole("button", { name: "Create key" }));

  expect((await screen.findByRole("alert")).textContent).toContain("is taken");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "ci");
});

it("says what a revocation ends, and revokes", async () => {
  const server = new FakeServer({
    "GET /me": () => me, "GET /projects/prj_1/members": members, "GET /api-keys": () => page(ci), "DELETE /api-keys/key_1": noContent,
  });
  const { user } = open("/api-keys");

  await user.click(await screen.findByRole("button", { name: "Revoke ci" }));
  expect(screen.getByRole("dialog").textContent).toContain("signed out within 10 seconds");
  expect(screen.getByRole("dialog").textContent).toContain("never used");
  server.on({ "GET /api-keys": () => page() });
  await user.click(screen.getByRole("button", { name: "Revoke key" }));

  expect(await screen.findByText("No keys yet")).toBeTruthy();
  expect(server.requestsTo("DELETE /api-keys/key_1")).toHaveLength(1);
});

it("asks nothing that members may not see", async () => {
  const server = new FakeServer({ "GET /me": () => ({ ...me, scopes: ["read", "submit"] }) });
  open("/api-keys");

  expect(await screen.findByText("API keys are for admins")).toBeTruthy();
  expect(server.requestsTo("GET /api-keys")).toHaveLength(0);
});

it.each(["/allow-command", "/allow-command?port=80&state=0123456789abcdef0123456789abcdef", "/allow-command?port=8099&state=%3Cb%3E"])(
  "gives no key to a wrong address: %s",
  async (address) => {
    new FakeServer({ "GET /me": () => me });
    open(address);

    expect(await screen.findByText("This address is incomplete")).toBeTruthy();
  },
);

it("makes the key that a command on this computer asks for", async () => {
  const server = new FakeServer({ "GET /me": () => me, "GET /projects/prj_1/members": members, "POST /api-keys": () => problem(403, { title: "No" }) });
  const { user } = open("/allow-command?port=50123&state=0123456789abcdef0123456789abcdef&name=isograd+on+here");

  expect(await screen.findByLabelText("Name")).toHaveProperty("value", "isograd on here");
  await user.click(screen.getByRole("button", { name: "Allow" }));

  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(server.requestsTo("POST /api-keys")).toHaveLength(1);
});
