import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, noContent, page, problem } from "../test/server";
import type { Delivery, Webhook } from "./webhooks";

const webhook: Webhook = {
  id: "whk_1", url: "https://example.org/hook?x=1", events: ["job.failed"], format: "standard", active: true,
  disabledReason: null, failingSince: null, previousSecretUntil: null, createdAt: "2026-01-01T00:00:00Z",
};

const delivery: Delivery = {
  id: "dlv_1", event: "evt_1", type: "job.failed", subject: "job_1", state: "FAILED", attempts: 10,
  createdAt: "2026-01-01T00:00:00Z", attemptedAt: "2026-01-04T00:00:00Z", nextAttemptAt: null, status: 500, millis: 12,
  answer: "no database", problem: "The receiver answered 500.",
};

function serve(more: Record<string, () => unknown> = {}) {
  return new FakeServer({
    "GET /me": () => ({ ...me, role: "admin", scopes: ["read", "submit", "admin"] }),
    "GET /webhooks": () => page(webhook),
    "GET /webhooks/whk_1/deliveries": () => page(delivery),
    ...more,
  });
}

it("makes a webhook and shows its secret once", async () => {
  const server = serve({
    "GET /webhooks": () => page(),
    "POST /webhooks": () => ({ ...webhook, secret: "whsec_abc" }),
  });
  const { user } = open("/webhooks");

  await user.click(await screen.findByRole("button", { name: "Add webhook" }));
  const form = screen.getByRole("dialog", { name: "Add webhook" });
  await user.type(within(form).getByLabelText("Address"), "https://example.org/hook");
  await user.click(within(form).getByRole("checkbox", { name: /A job was cancelled/ }));
  await user.click(within(form).getByRole("checkbox", { name: /A job has succeeded/ }));
  await user.selectOptions(within(form).getByLabelText("Format"), "slack");
  await user.click(within(form).getByRole("button", { name: "Add webhook" }));

  expect(await screen.findByText("whsec_abc")).toBeTruthy();
  expect(server.requestsTo("POST /webhooks")[0]?.body).toEqual({
    url: "https://example.org/hook", events: ["job.failed", "job.cancelled"], format: "slack",
  });
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(screen.queryByText("whsec_abc")).toBeNull();
});

it("says beside the address what is wrong with it", async () => {
  serve({
    "POST /webhooks": () => problem(400, { title: "Bad", errors: [{ pointer: "/url", detail: "must lead to a public address" }] }),
  });
  const { user } = open("/webhooks");

  await user.click(await screen.findByRole("button", { name: "Add webhook" }));
  const form = screen.getByRole("dialog", { name: "Add webhook" });
  await user.type(within(form).getByLabelText("Address"), "https://localhost/");
  await user.click(within(form).getByRole("button", { name: "Add webhook" }));

  expect(await within(form).findByText("The address must lead to a public address.")).toBeTruthy();
});

it("needs at least one event", async () => {
  serve();
  const { user } = open("/webhooks");

  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await user.click(screen.getByRole("checkbox", { name: /A job has failed/ }));

  expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  expect(screen.getByText("Choose at least one event.")).toBeTruthy();
});

it("sends a test and shows the answer", async () => {
  serve({ "POST /webhooks/whk_1/test": () => ({ ...delivery, type: "webhook.test", subject: null, attempts: 1 }) });
  const { user } = open("/webhooks");

  await user.click(await screen.findByRole("button", { name: "Send a test" }));

  expect(await screen.findByText("The receiver answered 500.")).toBeTruthy();
  expect(screen.getByText("no database")).toBeTruthy();
});

it("lists the last deliveries and sends one again", async () => {
  const server = serve({ "POST /deliveries/dlv_1/resend": () => delivery });
  const { user } = open("/webhooks");

  await user.click(await screen.findByText("Last deliveries"));
  expect(await screen.findByText("The receiver answered 500. 10 attempts.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Send again job.failed of job_1" }));

  expect(server.requestsTo("POST /deliveries/dlv_1/resend")).toHaveLength(1);
});

it("replaces the secret, turns off and deletes only after a question", async () => {
  const server = serve({
    "POST /webhooks/whk_1/rotate-secret": () => ({ ...webhook, previousSecretUntil: "2026-01-02T00:00:00Z", secret: "whsec_new" }),
    "PATCH /webhooks/whk_1": () => webhook,
    "DELETE /webhooks/whk_1": () => noContent(),
  });
  const { user } = open("/webhooks");

  await user.click(await screen.findByRole("button", { name: "Rotate secret" }));
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Rotate secret" }));
  expect(await screen.findByText("whsec_new")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Done" }));

  await user.click(screen.getByRole("button", { name: "Turn off" }));
  expect(server.requestsTo("PATCH /webhooks/whk_1")).toHaveLength(0);
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Turn off" }));
  expect(server.requestsTo("PATCH /webhooks/whk_1")[0]?.body).toEqual({ active: false });

  await user.click(await screen.findByRole("button", { name: "Delete" }));
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
  expect(server.requestsTo("DELETE /webhooks/whk_1")).toHaveLength(1);
});

it("tells why the service turned one off and turns it on", async () => {
  const reason = "The receiver answered 410: it wants no more messages.";
  const server = serve({
    "GET /webhooks": () => page({ ...webhook, active: false, disabledReason: reason }),
    "PATCH /webhooks/whk_1": () => webhook,
  });
  const { user } = open("/webhooks");

  expect(await screen.findByText(reason)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Turn on" }));

  expect(server.requestsTo("PATCH /webhooks/whk_1")[0]?.body).toEqual({ active: true });
});

it("shows others that only admins manage webhooks", async () => {
  const server = new FakeServer({ "GET /me": () => ({ ...me, role: "member", scopes: ["read", "submit"] }) });
  open("/webhooks");

  expect(await screen.findByText(/Only admins of a project manage its webhooks/)).toBeTruthy();
  expect(server.requestsTo("GET /webhooks")).toHaveLength(0);
});
