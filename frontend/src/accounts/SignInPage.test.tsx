import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { aJob, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, noContent, page, problem } from "../test/server";

const signedOut = () => problem(401, { title: "Not signed in" });

it("signs in with a key and shows the requested page", async () => {
  const server = new FakeServer({ "GET /me": signedOut, "GET /workers": () => page() });
  const { user } = open("/workers");
  server.on({
    "POST /session": () => {
      server.on({ "GET /me": () => me });
      return noContent();
    },
  });

  await user.type(await screen.findByLabelText("API key"), " isg_abc ");
  await user.click(screen.getByRole("button", { name: "Sign in" }));

  expect(await screen.findByRole("heading", { name: "Workers" })).toBeTruthy();
  expect(server.requestsTo("POST /session")[0]?.body).toEqual({ key: "isg_abc" });
});

it("says that a key is unknown", async () => {
  new FakeServer({ "GET /me": signedOut, "POST /session": signedOut });
  const { user } = open("/jobs");

  await user.type(await screen.findByLabelText("API key"), "isg_wrong{Enter}");

  expect((await screen.findByRole("alert")).textContent).toContain("Unknown API key");
});

it("shows the sign-in page after any 401 response", async () => {
  new FakeServer({ "GET /me": () => me, "GET /jobs": signedOut });

  open("/jobs");

  expect(await screen.findByLabelText("API key")).toBeTruthy();
});

it("signs out", async () => {
  const server = new FakeServer({ "GET /me": () => me, "GET /jobs": () => page(aJob.queued()), "DELETE /session": noContent });
  const { user } = open("/jobs");

  await user.click(await screen.findByLabelText("Account: admin"));
  await user.click(screen.getByRole("button", { name: "Sign out" }));

  expect(await screen.findByLabelText("API key")).toBeTruthy();
  await waitFor(() => { expect(server.requestsTo("DELETE /session")).toHaveLength(1); });
});
