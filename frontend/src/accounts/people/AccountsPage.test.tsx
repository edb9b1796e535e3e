import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page } from "../../test/server";

const ada = { id: "acc_2", name: "Ada", email: null, administrator: false, active: true, createdAt: "2026-01-02T00:00:00Z", issuer: null };

it("makes an account and shows its first key once", async () => {
  const server = new FakeServer({ "GET /me": () => me, "GET /accounts": () => page(), "POST /accounts": () => ({ ...ada, key: "isg_first" }) });
  const { user } = open("/accounts");

  await user.click(await screen.findByRole("button", { name: "New account" }));
  await user.type(screen.getByLabelText("Name"), "Ada");
  await user.click(screen.getByRole("button", { name: "Create account" }));

  expect((await screen.findByTestId("secret")).textContent).toBe("isg_first");
  expect(server.requestsTo("POST /accounts")[0]?.body).toEqual({ name: "Ada" });
});

it("deactivates an account, and shows the new key of one that is activated", async () => {
  const server = new FakeServer({
    "GET /me": () => me, "GET /accounts": () => page(ada), "PATCH /accounts/acc_2": () => ({ ...ada, active: false }),
  });
  const { user } = open("/accounts");

  await user.click(await screen.findByRole("button", { name: "Deactivate Ada" }));
  expect(screen.getByRole("dialog").textContent).toContain("end for good");
  server.on({ "GET /accounts": () => page({ ...ada, active: false }) });
  await user.click(screen.getByRole("button", { name: "Deactivate" }));
  await user.click(await screen.findByRole("button", { name: "Activate Ada" }));
  server.on({ "PATCH /accounts/acc_2": () => ({ ...ada, key: "isg_new" }) });
  await user.click(screen.getByRole("button", { name: "Activate" }));

  expect((await screen.findByTestId("secret")).textContent).toBe("isg_new");
  expect(server.requestsTo("PATCH /accounts/acc_2").map((call) => call.body)).toEqual([{ active: false }, { active: true }]);
});

it("is for administrators", async () => {
  const server = new FakeServer({ "GET /me": () => ({ ...me, administrator: false }) });
  open("/accounts");

  expect(await screen.findByText("For administrators")).toBeTruthy();
  expect(server.requestsTo("GET /accounts")).toHaveLength(0);
});
