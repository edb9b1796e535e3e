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

it("signs in with the token of a link, once", async () => {
  const server = new FakeServer({ "GET /me": signedOut, "GET /jobs": () => page(aJob.queued()) });
  server.on({
    "POST /session": () => {
      server.on({ "GET /me": () => me });
      return noContent();
    },
  });

  const { router } = open("/sign-in?token=abc-_1");

  expect(await screen.findByRole("heading", { name: "Jobs" })).toBeTruthy();
  expect(server.requestsTo("POST /session").map((call) => call.body)).toEqual([{ token: "abc-_1" }]);
  expect(router.state.location.search).toBe("");
});

it("ignores an answer from before the sign-in that comes after it", async () => {
  const late = () => new Promise((resolve) => { setTimeout(() => { resolve(signedOut()); }, 200); });
  const server = new FakeServer({ "GET /me": late, "GET /jobs": () => page(aJob.queued()) });
  server.on({
    "POST /session": () => {
      server.on({ "GET /me": () => me });
      return noContent();
    },
  });

  open("/sign-in?token=abc");

  expect(await screen.findByRole("heading", { name: "Jobs" })).toBeTruthy();
  expect(server.requestsTo("GET /me").length).toBeGreaterThan(1);
});

it("says what to do after a link that was used", async () => {
  const server = new FakeServer({ "GET /me": signedOut, "POST /session": signedOut, "GET /jobs": () => page() });
  const { user } = open("/sign-in?token=used");

  expect((await screen.findByRole("alert")).textContent).toContain("restart Isograd to get another link");

  server.on({
    "POST /session": () => {
      server.on({ "GET /me": () => me });
      return noContent();
    },
  });
  await user.type(screen.getByLabelText("API key"), "isg_abc{Enter}");
  expect(await screen.findByRole("heading", { name: "Jobs" })).toBeTruthy();
});

it("opens the dashboard by a used link if the browser is signed in", async () => {
  new FakeServer({ "GET /me": () => me, "POST /session": signedOut, "GET /jobs": () => page(aJob.queued()) });

  open("/sign-in?token=used");

  expect(await screen.findByRole("heading", { name: "Jobs" })).toBeTruthy();
});

it("uses the link after an outage", async () => {
  const server = new FakeServer({ "GET /me": signedOut, "GET /jobs": () => page(aJob.queued()) });
  server.on({ "POST /session": () => problem(503, { title: "Service Unavailable", detail: "Retry in a few seconds." }) });
  const { user } = open("/sign-in?token=abc");
  const retry = await screen.findByRole("button", { name: "Try again" });

  server.on({
    "POST /session": () => {
      server.on({ "GET /me": () => me });
      return noContent();
    },
  });
  await user.click(retry);

  expect(await screen.findByRole("heading", { name: "Jobs" })).toBeTruthy();
});

it.each([
  [403, "You do not have the right to do this"],
  [429, "Too many requests"],
])("explains status %d", async (status, title) => {
  new FakeServer({ "GET /me": () => me, "GET /workers": () => problem(status, { title: "Code", detail: "The reason." }) });

  open("/workers");

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(title);
  expect(alert.textContent).toContain("The reason.");
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

const provider = { name: "Example", signIn: "/api/v1/oidc/sign-in" };

it("offers the identity provider, which leads back to the requested page", async () => {
  new FakeServer({ "GET /me": signedOut, "GET /oidc": () => ({ provider }) });

  open("/jobs/new?copy=job_1");

  const link = await screen.findByRole("link", { name: "Sign in with Example" });
  expect(link.getAttribute("href")).toBe("/api/v1/oidc/sign-in?return=%2Fjobs%2Fnew%3Fcopy%3Djob_1");
  expect(screen.getByLabelText("API key")).toBeTruthy();
});

it.each([() => ({ provider: null }), () => problem(503, { title: "Down" })])(
  "asks for a key alone without a provider",
  async (ways) => {
    const server = new FakeServer({ "GET /me": signedOut, "GET /oidc": ways });

    open("/jobs");

    expect(await screen.findByLabelText("API key")).toBeTruthy();
    await waitFor(() => { expect(server.requestsTo("GET /oidc").length).toBeGreaterThan(0); });
    expect(screen.queryByRole("link", { name: /Sign in with/ })).toBeNull();
  },
);

it.each([
  ["cancelled", "was cancelled"],
  ["expired", "Try again"],
  ["provider_unavailable", "does not answer"],
  ["account_inactive", "not active"],
  ["<b>never shown</b>", "did not succeed"],
  ["constructor", "did not succeed"],
])("says in words why the provider's sign-in failed: %s", async (code, words) => {
  new FakeServer({ "GET /me": signedOut, "GET /oidc": () => ({ provider }) });

  open(`/sign-in?problem=${encodeURIComponent(code)}`);

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(words);
  expect(alert.textContent).not.toContain("never shown");
  const link = await screen.findByRole("link", { name: "Sign in with Example" });
  expect(link.getAttribute("href")).toBe("/api/v1/oidc/sign-in?return=%2Fjobs");
});

it("shows where the account comes from, and lets it work in another project", async () => {
  const person = { ...me, issuer: "https://login.example.org/realms/lab" };
  const server = new FakeServer({
    "GET /me": () => person,
    "GET /jobs": () => page(aJob.queued()),
    "GET /projects": () =>
      page(
        { id: "prj_1", name: "default", role: "admin" },
        { id: "prj_2", name: "team", role: "member" },
        { id: "prj_3", name: "of others", role: null },
      ),
    "PUT /session/project": noContent,
  });
  const { user } = open("/jobs");

  await user.click(await screen.findByLabelText("Account: admin"));
  expect(screen.getByText("login.example.org")).toBeTruthy();
  const choice = await screen.findByLabelText("Work in");
  expect(choice.textContent).toBe("default (admin)team (member)");
  await user.selectOptions(choice, "prj_2");

  await waitFor(() => { expect(server.requestsTo("PUT /session/project")[0]?.body).toEqual({ project: "prj_2" }); });
  await waitFor(() => { expect(server.requestsTo("GET /me")).toHaveLength(2); });
});
