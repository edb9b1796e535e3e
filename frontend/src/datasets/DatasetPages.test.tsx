import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aDataset, dataset, me } from "../test/factories";
import { open } from "../test/render";
import { FakeServer, noContent, page, problem } from "../test/server";
import type { Dataset } from "./datasets";

const samples = { data: [{ index: 4, class: "dog", split: "train", url: "/api/v1/picture" }] };

function serve(...datasets: Dataset[]): FakeServer {
  const [first] = datasets;
  return new FakeServer({
    "GET /me": () => me,
    "GET /datasets": () => page(...datasets),
    "GET /datasets/pets": () => first,
    "GET /datasets/ds_pets_2/samples": () => samples,
  });
}

describe("DatasetsPage", () => {
  it("shows the newest version of each data set and how its import is doing", async () => {
    serve(aDataset.importing(), aDataset.ready({ id: "ds_pets_1", version: 1, reference: "pets@1" }), { ...dataset(), builtIn: true });

    open("/datasets");

    const row = within(await screen.findByRole("row", { name: /pets/ }));
    expect(row.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("33");
    expect(screen.queryByText("@1")).toBeNull();
    expect(within(screen.getByRole("row", { name: /fashion-mnist-sample/ })).getByText("built in")).toBeTruthy();
  });

  it("invites to import if there are no data sets of one's own", async () => {
    serve({ ...dataset(), builtIn: true });

    open("/datasets");

    expect(await screen.findByText("No data sets of your own yet")).toBeTruthy();
  });
});

describe("DatasetPage", () => {
  it("leads from a data set that does not exist to the others", async () => {
    new FakeServer({ "GET /me": () => me, "GET /datasets/none": () => problem(404, { title: "Not found" }) });

    open("/datasets/none");

    expect(await screen.findByText("Data set not found")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Back to data sets" }).getAttribute("href")).toBe("/datasets");
  });

  it("shows the report, the counts of each class and sample pictures", async () => {
    const server = serve(aDataset.ready());
    const { user } = open("/datasets/pets");

    expect(await screen.findByRole("heading", { name: "pets@2", level: 1 })).toBeTruthy();
    expect(within(screen.getByRole("row", { name: /^cat/ })).getByText("60")).toBeTruthy();
    expect(screen.getByText("train/cat/3.jpg")).toBeTruthy();
    expect(screen.getByText("The size was chosen from the median.")).toBeTruthy();
    expect((await screen.findByRole("img", { name: "dog, number 4" })).getAttribute("src")).toBe("/api/v1/picture");
    await user.selectOptions(screen.getByLabelText("Class"), "dog");
    await user.click(screen.getByRole("button", { name: "Test" }));
    await waitFor(() => { expect(server.calls.at(-1)?.query.toString()).toBe("split=test&class=dog&limit=24"); });
    expect(screen.getByRole("link", { name: "Train on this" }).getAttribute("href")).toBe("/jobs/new?dataset=pets%402");
  });

  it("copes with a report without counts and lists", async () => {
    serve(aDataset.ready({ report: { splits: { train: { count: 90, classes: {} } }, badFiles: { count: 3 } } }));

    open("/datasets/pets");

    expect(await screen.findByText(/3 files were skipped/)).toBeTruthy();
  });

  it("says why an import failed, and imports again", async () => {
    const server = serve(aDataset.failed());
    server.on({ "POST /jobs/job_7/retry": () => ({ id: "job_8" }) });
    const { user } = open("/datasets/pets");
    expect((await screen.findByRole("alert")).textContent).toContain("train/cat/3.jpg is not a picture");
    server.on({ "GET /datasets/pets": () => aDataset.importing() });

    await user.click(screen.getByRole("button", { name: "Import again" }));

    expect(await screen.findByText(/40 of 120 pictures/)).toBeTruthy();
  });

  it("keeps the dialog open if the server refuses to delete", async () => {
    const server = serve(aDataset.ready());
    server.on({ "DELETE /datasets/ds_pets_2": () => problem(409, { detail: "A job uses it." }) });
    const { user, router } = open("/datasets/pets");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await user.click(screen.getByRole("button", { name: "Delete data set" }));
    expect(await screen.findByText("A job uses it.")).toBeTruthy();
    server.on({ "DELETE /datasets/ds_pets_2": noContent });

    await user.click(screen.getByRole("button", { name: "Delete data set" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/datasets"); });
  });
});

describe("ImportPage", () => {
  it("imports from an address, shows the server's errors at their fields, and opens the data set", async () => {
    const server = serve(aDataset.importing());
    server.on({ "POST /datasets": () => problem(400, { detail: "1 field", errors: [{ pointer: "/source/url", detail: "is a private address" }] }) });
    const { user, router } = open("/datasets/new");
    await user.click(await screen.findByRole("radio", { name: "Web address" }));
    await user.click(screen.getByRole("button", { name: "Import" }));
    expect(screen.getByText(/Give an address/)).toBeTruthy();
    await user.type(screen.getByLabelText("Address"), "https://10.0.0.1/pets.zip");
    await user.click(screen.getByRole("button", { name: "Import" }));
    expect(await screen.findByText("is a private address", { selector: ".problem" })).toBeTruthy();
    server.on({ "POST /datasets": () => aDataset.importing() });

    await user.click(screen.getByRole("button", { name: "Import" }));

    await waitFor(() => { expect(router.state.location.pathname).toBe("/datasets/pets%402"); });
    expect(server.requestsTo("POST /datasets").at(-1)?.body).toEqual({ name: "pets", fit: "crop", source: { url: "https://10.0.0.1/pets.zip" } });
  });

  it("says that a name makes a new version", async () => {
    serve(aDataset.ready());

    open("/datasets/new?name=pets");

    expect(await screen.findByText(/becomes pets@3/)).toBeTruthy();
  });
});
