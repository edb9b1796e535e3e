import { cleanup, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { clearSession } from "../accounts/session";
import { aJob, catalog, dataset, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page } from "../test/server";

function serve(): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /catalog": () => catalog,
    "GET /datasets": () => page(dataset()),
    "GET /jobs": () => page(),
    "POST /jobs": () => aJob.queued(),
    "GET /jobs/job_1": () => aJob.queued(),
  });
}

const epochs = () => screen.findByLabelText("Epochs");

it("restores a draft after a link and after the end of a session", async () => {
  serve();
  const { user, router, client } = open("/jobs/new");
  await user.clear(await epochs());
  await user.type(await epochs(), "77");
  await user.type(screen.getByLabelText("Name"), "mine");
  await router.navigate("/jobs");
  await screen.findByText("No jobs yet");
  await router.navigate("/jobs/new");

  expect(await epochs()).toHaveProperty("value", "77");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "mine");
  expect(screen.getByText(/^Draft restored/)).toBeTruthy();
  clearSession(client);
  await screen.findByRole("heading", { name: /Sign in/ });
  await client.invalidateQueries();

  expect(await epochs()).toHaveProperty("value", "77");
});

it("discards a draft", async () => {
  serve();
  const { user, router } = open("/jobs/new");
  const before = (await epochs()).getAttribute("value");
  await user.type(await epochs(), "5");
  await router.navigate("/jobs");
  await screen.findByText("No jobs yet");
  await router.navigate("/jobs/new");

  await user.click(await screen.findByRole("button", { name: "Discard draft" }));

  expect(await epochs()).toHaveProperty("value", before);
  expect(screen.queryByText(/^Draft restored/)).toBeNull();
});

it("forgets a draft that was submitted, and another account's", async () => {
  const server = serve();
  const { user, router } = open("/jobs/new");
  await user.type(await epochs(), "5");
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_1"); });
  await router.navigate("/jobs/new");
  await epochs();
  expect(screen.queryByText(/^Draft restored/)).toBeNull();

  await user.type(await epochs(), "6");
  server.on({ "GET /me": () => ({ ...me, account: { id: "acc_2", name: "other" } }) });
  cleanup();
  open("/jobs/new");
  await epochs();
  expect(screen.queryByText(/^Draft restored/)).toBeNull();
});
