import { screen, waitFor } from "@testing-library/react";
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
  await screen.findByRole("form", { name: "New training" });
  return { ...opened, start: () => opened.user.click(screen.getByRole("button", { name: "Start training" })) };
}

describe("SubmitJobForm", () => {
  it("draws the catalog: choices, numbers with bounds, words, switches", async () => {
    serve();

    await openForm();

    expect(screen.getByRole("radio", { name: "SGR" })).toHaveProperty("checked", true);
    expect(screen.getByLabelText("Depth")).toHaveProperty("value", "8");
    expect(screen.getByText("1 to 10000.")).toBeTruthy();
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(expect.arrayContaining(["cos", "rel", "auto"]));
    expect(screen.getByRole("checkbox", { name: "Nesterov" })).toHaveProperty("checked", true);
  });

  it("submits what was entered and opens the job", async () => {
    const server = serve();
    const { user, router, start } = await openForm();

    await user.click(screen.getByRole("radio", { name: "fashion-mnist" }));
    await user.click(screen.getByRole("radio", { name: "VGG" }));
    await user.clear(screen.getByLabelText("Learning rate"));
    await user.type(screen.getByLabelText("Learning rate"), "5e-2");
    await user.type(screen.getByLabelText("Boundaries"), "2, 4");
    await start();

    await waitFor(() => { expect(router.state.location.pathname).toBe("/jobs/job_1"); });
    const sent = server.made("POST /jobs")[0];
    expect(sent?.body).toMatchObject({
      name: "vgg8 w32 sgr k4",
      spec: {
        dataset: "fashion-mnist",
        network: { type: "vgg", depth: 8, width: 32 },
        optimizer: { type: "sgd", learningRate: 0.05 },
        split: { boundaries: [2, 4] },
      },
    });
    expect(sent?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("says what is wrong before asking the server", async () => {
    const server = serve();
    const { user, start } = await openForm();

    await user.clear(screen.getByLabelText("Epochs"));
    await user.clear(screen.getByLabelText("Momentum"));
    await user.type(screen.getByLabelText("Momentum"), "2");
    await start();

    expect(screen.getByRole("alert").textContent).toMatch(/2 fields.*\/optimizer\/momentum Must be 0.9999 or less.*\/epochs Is required/);
    expect(screen.getByLabelText("Epochs").getAttribute("aria-invalid")).toBe("true");
    expect(server.made("POST /jobs")).toEqual([]);
  });

  it("puts the server's problems at their fields", async () => {
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
    const { start } = await openForm();

    await start();

    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toMatch(/\/network\/depth must be 6n\+2.*\/dataset is not known/);
    const depth = screen.getByLabelText("Depth");
    expect(depth.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(depth.getAttribute("aria-describedby") ?? "")?.textContent).toContain("must be 6n+2");
  });

  it("starts from another job's spec", async () => {
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

  it("lets the spec be written as JSON", async () => {
    const server = serve();
    const { user, start } = await openForm();

    await user.click(screen.getByRole("tab", { name: "JSON" }));
    const editor = screen.getByLabelText("Spec as JSON");
    await user.clear(editor);
    await user.paste(JSON.stringify({ dataset: "d", network: { type: "resnet", depth: 8 }, rule: { type: "backprop" }, epochs: 2 }));
    await start();

    await waitFor(() => { expect(server.made("POST /jobs")[0]?.body).toMatchObject({ spec: { epochs: 2, rule: { type: "backprop" } } }); });
  });
});
