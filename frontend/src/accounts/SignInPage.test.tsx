import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { aJob, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, noContent, page, problem } from "../test/server";

const signedOut = () => problem(401, { title: "Not signed in" });

it("signs in with a key and goes on to the page asked for", async () => {
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
  expect(server.made("POST /session")[0]?.body).toEqual({ key: "isg_abc" });
});

it("says that a key is not known", async () => {
  new FakeServer({ "GET /me": signedOut, "POST /session": signedOut });
  const { user } = open("/jobs");

  await user.type(await screen.findByLabelText("API key"), "isg_wrong{Enter}");

  expect((await screen.findByRole("alert")).textContent).toContain("not known");
});

it("shows the sign-in page when any request hears 401", async () => {
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
  await waitFor(() => { expect(server.made("DELETE /session")).toHaveLength(1); });
});
