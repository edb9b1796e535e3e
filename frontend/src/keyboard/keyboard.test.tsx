import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { aJob, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, page } from "../test/server";

const first = aJob.succeeded({ id: "job_1", name: "first" });
const second = aJob.succeeded({ id: "job_2", name: "second" });

function serve(): FakeServer {
  return new FakeServer({ "GET /me": () => me, "GET /jobs": ({ query }) => page(...[first, second].filter(({ name }) => name.includes(query.get("q") ?? ""))) });
}

it("moves through the rows, chooses and compares them", async () => {
  serve();
  const { user, router } = open("/jobs");
  await screen.findByRole("table", { name: "Jobs" });

  await user.keyboard("jxjjx");
  expect(document.activeElement?.textContent).toBe("second");
  await user.keyboard("k");
  expect(document.activeElement?.textContent).toBe("first");
  expect(screen.getByText("2 selected")).toBeTruthy();
  await user.keyboard("c");

  await waitFor(() => { expect(router.state.location.pathname + router.state.location.search).toBe("/compare?jobs=job_1,job_2"); });
});

it("opens the current row", async () => {
  serve();
  const { user, router } = open("/jobs");
  await screen.findByRole("table", { name: "Jobs" });

  await user.keyboard("jj{Enter}");

  await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
});

it("does nothing with single keys in fields", async () => {
  serve();
  const { user } = open("/jobs");
  await screen.findByRole("table", { name: "Jobs" });

  await user.keyboard("/jx?c");

  expect(screen.getByLabelText("Search jobs")).toHaveProperty("value", "jx?c");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.queryByText("1 selected")).toBeNull();
});

it("lists the keys, and turns them off", async () => {
  serve();
  const { user } = open("/jobs");
  await screen.findByRole("table", { name: "Jobs" });

  await user.keyboard("?");
  const sheet = within(await screen.findByRole("dialog", { name: "Keyboard" }));
  expect(sheet.getByText("Compare the selected jobs")).toBeTruthy();
  await user.click(sheet.getByLabelText("Use single keys"));
  await user.click(sheet.getByRole("button", { name: "Close" }));
  await user.keyboard("jx");

  expect(screen.queryByText("1 selected")).toBeNull();
});

it("finds pages, actions and jobs in the palette", async () => {
  serve();
  const { user, router } = open("/workers");
  await screen.findByRole("link", { name: "Jobs" });

  await user.keyboard("{Control>}k{/Control}");
  const palette = within(await screen.findByRole("dialog", { name: "Find" }));
  await user.keyboard("data");
  expect(palette.getAllByRole("option").map((option) => option.textContent)).toEqual(["DataPage", "Import a data setAction"]);
  await user.clear(palette.getByRole("combobox"));
  await user.keyboard("second");
  await palette.findByRole("option", { name: /^second/ });
  await user.keyboard("{ArrowDown}{ArrowUp}{Enter}");

  await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_2"); });
});
