import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, catalog, dataset, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";

function serve(): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /catalog": () => catalog,
    "GET /datasets": () => page(dataset(), dataset("fashion-mnist")),
    "POST /jobs": () => aJob.queued(),
    "GET /jobs/job_1": () => aJob.queued(),
    "GET /jobs/job_1/logs": () => page(),
  });
}

async function openForm(address = "/jobs/new") {
  const opened = open(address);
  await screen.findByRole("form", { name: "New job" });
  return { ...opened, submit: () => opened.user.click(screen.getByRole("button", { name: "Submit job" })) };
}

describe("SubmitJobForm", () => {
  it("renders the catalog: choices, numbers with bounds, options, checkboxes", async () => {
    serve();

    await openForm();

    expect(screen.getByRole("radio", { name: "SGR" })).toHaveProperty("checked", true);
    expect(screen.getByLabelText("Depth")).toHaveProperty("value", "8");
    expect(screen.getByText("1 to 10000.")).toBeTruthy();
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(expect.arrayContaining(["cos", "rel", "auto"]));
    expect(screen.getByRole("checkbox", { name: "Nesterov" })).toHaveProperty("checked", true);
  });

  it("passes its spec on to a comparison of variants", async () => {
    serve();
    const { user, router } = await openForm();

    await user.click(screen.getByRole("radio", { name: "VGG" }));
    await user.click(screen.getByRole("link", { name: "Compare variants of this spec…" }));

    await screen.findByRole("heading", { name: "New comparison" });
    await waitFor(() => { expect(router.state.location.pathname).toBe("/comparisons/new"); });
    expect(screen.getByDisplayValue(/"type": "vgg"/)).toBeTruthy();
  });

  it("submits notes, and keeps none of the job that it copies", async () => {
    const server = serve();
    server.on({ "GET /jobs/job_1": () => aJob.queued({ notes: "of the first" }) });
    const { user, submit } = await openForm("/jobs/new?from=job_1");

    expect(screen.getByLabelText("Notes")).toHaveProperty("value", "");
    await user.click(screen.getByText("More"));
    await user.type(screen.getByLabelText("Notes"), "Does a larger batch help?");
    await submit();

    await waitFor(() => { expect(server.requestsTo("POST /jobs")).toHaveLength(1); });
    expect(server.requestsTo("POST /jobs")[0]?.body).toMatchObject({ notes: "Does a larger batch help?" });
  });

  it("submits the entered spec and opens the job", async () => {
    const server = serve();
    const { user, router, submit } = await openForm();

    await user.click(screen.getByRole("radio", { name: "fashion-mnist" }));
    await user.click(screen.getByRole("radio", { name: "VGG" }));
    await user.clear(screen.getByLabelText("Learning rate"));
    await user.type(screen.getByLabelText("Learning rate"), "5e-2");
    await user.type(screen.getByLabelText("Boundaries"), "2, 4");
    await submit();

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_1"); });
    const sent = server.requestsTo("POST /jobs")[0];
    expect(sent?.body).toMatchObject({
      name: "vgg8 w32 sgr k3",
      spec: {
        dataset: "fashion-mnist",
        network: { type: "vgg", depth: 8, width: 32 },
        optimizer: { type: "sgd", learningRate: 0.05 },
        split: { boundaries: [2, 4] },
      },
    });
    expect(sent?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("reports invalid fields without asking the server", async () => {
    const server = serve();
    const { user, submit } = await openForm();

    await user.clear(screen.getByLabelText("Epochs"));
    await user.clear(screen.getByLabelText("Momentum"));
    await user.type(screen.getByLabelText("Momentum"), "2");
    await submit();

    expect(screen.getByRole("alert").textContent).toMatch(/2 fields.*\/optimizer\/momentum Must be at most 0.9999.*\/epochs Required/);
    expect(screen.getByLabelText("Epochs").getAttribute("aria-invalid")).toBe("true");
    expect(server.requestsTo("POST /jobs")).toEqual([]);
  });

  it("shows the server's errors at their fields", async () => {
    const server = serve();
    server.on({
      "POST /jobs": () =>
        problem(400, {
          title: "Invalid spec",
          detail: "2 fields are wrong.",
          errors: [
            { pointer: "/spec/network/depth", detail: "must be 6n+2" },
            { pointer: "/spec/dataset", detail: "is not known" },
          ],
        }),
    });
    const { submit } = await openForm();

    await submit();

    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toMatch(/\/network\/depth must be 6n\+2.*\/dataset is not known/);
    const depth = screen.getByLabelText("Depth");
    expect(depth.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(depth.getAttribute("aria-describedby") ?? "")?.textContent).toContain("must be 6n+2");
  });

  it("folds what is usual, names the rest, and opens if a folded field is wrong", async () => {
    const server = serve();
    const { user, submit } = await openForm();
    const more = screen.getByText("More").closest("details");
    expect(more?.querySelector("summary")?.textContent).toBe("More Flip, batch size 64");

    fireEvent.change(screen.getByLabelText("Batch size"), { target: { value: "128" } });
    await user.click(screen.getByRole("checkbox", { name: "Flip" }));
    expect(more?.querySelector("summary")?.textContent).toBe("More All defaults");
    expect(more?.open).toBe(false);
    await user.type(screen.getByLabelText("Labels"), "-a=1");
    expect(more?.open).toBe(true);
    await user.click(screen.getByText("More"));
    await submit();

    expect(more?.open).toBe(true);
    expect(screen.getByRole("alert").textContent).toMatch(/\/labels “-a” is not a valid name/);
    expect(server.requestsTo("POST /jobs")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "/labels" }));
    expect(document.activeElement).toBe(screen.getByLabelText("Labels"));
  });

  it("keeps what belongs to the job in the JSON tab", async () => {
    serve();
    const { user } = await openForm();
    await user.type(screen.getByLabelText("Name"), "mine");
    await user.type(screen.getByLabelText("Labels"), "team=vision");

    await user.click(screen.getByRole("tab", { name: "JSON" }));

    expect(screen.getByLabelText("Name")).toHaveProperty("value", "mine");
    expect(screen.getByLabelText("Labels")).toHaveProperty("value", "team=vision");
  });

  it("starts with another job's spec", async () => {
    const server = serve();
    server.on({
      "GET /jobs/job_7": () =>
        aJob.succeeded({ id: "job_7", name: "first try", spec: { ...aJob.queued().spec, epochs: 42, rule: { type: "greedy" } } }),
    });

    await openForm("/jobs/new?from=job_7");

    expect(screen.getByLabelText("Epochs")).toHaveProperty("value", "42");
    expect(screen.getByRole("radio", { name: "Greedy local" })).toHaveProperty("checked", true);
    expect(screen.getByLabelText("Name")).toHaveProperty("value", "first try");
  });

  it("accepts the spec as JSON", async () => {
    const server = serve();
    const { user, submit } = await openForm();

    await user.click(screen.getByRole("tab", { name: "JSON" }));
    const editor = screen.getByLabelText("Spec as JSON");
    await user.clear(editor);
    await user.paste(JSON.stringify({ dataset: "d", network: { type: "resnet", depth: 8 }, rule: { type: "backprop" }, epochs: 2 }));
    await submit();

    await waitFor(() => { expect(server.requestsTo("POST /jobs")[0]?.body).toMatchObject({ spec: { epochs: 2, rule: { type: "backprop" } } }); });
  });
});
