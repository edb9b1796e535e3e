import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { isObject, type Json } from "../../api/json";
import { aJob, catalog, dataset, me } from "../../test/factories";
import { aPlan } from "../../test/plans";
import { open } from "../../test/render";
import { FakeServer, page, problem, type Call } from "../../test/server";
import { labelsProblem, parseLabels } from "./jobSettings";
import { limited, splitProblems, unusedFields, withoutUnused } from "./specLimits";

const MEBIBYTE = 2 ** 20;

function serve(answer: (call: Call) => unknown = () => aPlan()): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /catalog": () => catalog,
    "GET /datasets": () => page(dataset()),
    "POST /plans": answer,
    "POST /jobs": () => aJob.queued(),
    "GET /jobs/job_1": () => aJob.queued(),
    "GET /jobs/job_1/logs": () => page(),
  });
}

async function openForm() {
  const opened = open("/jobs/new");
  await screen.findByRole("form", { name: "New job" });
  const panel = within(screen.getByRole("region", { name: "Plan" }));
  return { ...opened, panel, submit: () => opened.user.click(screen.getByRole("button", { name: "Submit job" })) };
}

function spec(call: Call | undefined): Record<string, Json> {
  const body = call?.body;
  const sent = isObject(body) ? body["spec"] : undefined;
  return isObject(sent) ? sent : {};
}

describe("the plan in the form", () => {
  it("shows memory, time, queue and devices", async () => {
    serve();

    const { panel } = await openForm();

    expect(await panel.findByText("100 MiB")).toBeTruthy();
    expect(panel.getByText("50 % less than back-propagation.")).toBeTruthy();
    expect(panel.getByText(/20 s to 30 s an epoch, by 3 runs/)).toBeTruthy();
    expect(panel.getByText("2 jobs ahead; about 1 min 30 s to wait")).toBeTruthy();
    expect(panel.getByText("Fits")).toBeTruthy();
  });

  it("shows where the time comes from, and the time of each change", async () => {
    const basis = "a calibration of the cpu: a few steps of a small resnet by sgr, scaled by the work of a step";
    serve(() => aPlan({ time: { secondsPerEpoch: { low: 20, high: 30 }, basis } }));

    const { user, panel } = await openForm();
    await panel.findByText("100 MiB");
    await user.click(panel.getByText("Ways to use less memory"));

    expect(panel.getByText(`20 s to 30 s an epoch, by ${basis}`)).toBeTruthy();
    expect(panel.getByText(/No runs on this data yet\. An epoch takes 40 s to 1 min/)).toBeTruthy();
  });

  it("says why it knows no time", async () => {
    serve(() => aPlan({ time: null, advice: [{ change: { batchSize: 32 }, memoryBytes: 60 * MEBIBYTE, why: "A smaller batch.", secondsPerEpoch: null }] }));

    const { panel } = await openForm();

    expect(await panel.findByText("Not known until a worker is calibrated or has run such a job")).toBeTruthy();
    expect(panel.queryByText(/An epoch takes/)).toBeNull();
  });

  it("leaves the number of modules to the server and shows what it chooses", async () => {
    const server = serve();
    const { panel, submit } = await openForm();
    await panel.findByText("100 MiB");

    expect(screen.getByLabelText("Modules")).toHaveProperty("value", "3");
    await submit();

    await waitFor(() => { expect(server.requestsTo("POST /jobs")).toHaveLength(1); });
    expect(spec(server.requestsTo("POST /jobs")[0])["split"]).not.toHaveProperty("modules");
  });

  it("knows at most as many modules as blocks", async () => {
    const server = serve();
    const { user, panel, submit } = await openForm();
    await panel.findByText("100 MiB");

    await user.clear(screen.getByLabelText("Modules"));
    await user.type(screen.getByLabelText("Modules"), "4");
    await submit();

    expect(screen.getByRole("alert").textContent).toMatch(/\/split\/modules Must be at most 3/);
    expect(server.requestsTo("POST /jobs")).toEqual([]);
  });

  it("knows at most as many lanes as modules, also if the server chooses them", async () => {
    const server = serve();
    const { user, panel, submit } = await openForm();
    await panel.findByText("100 MiB");

    await user.type(screen.getByLabelText("Lanes"), "2");
    await submit();

    expect(screen.getByRole("alert").textContent).toMatch(/\/parallel\/lanes Must be at most 3/);
    expect(server.requestsTo("POST /jobs")).toEqual([]);
  });

  it("applies advice to the form, and to the text of the JSON tab", async () => {
    const server = serve();
    const { user, panel, submit } = await openForm();
    await panel.findByText("100 MiB");
    await user.click(screen.getByRole("tab", { name: "JSON" }));

    await user.click(panel.getByText("Ways to use less memory"));
    await user.click(panel.getByRole("button", { name: "Apply: batch size 32" }));

    expect(screen.getByLabelText<HTMLTextAreaElement>("Spec as JSON").value).toContain('"batchSize": 32');
    await submit();
    await waitFor(() => { expect(spec(server.requestsTo("POST /jobs")[0])["batchSize"]).toBe(32); });
  });

  it("marks the fields that the server refuses, before anything is submitted", async () => {
    const server = serve(() => problem(400, { errors: [{ pointer: "/spec/maxMemoryBytes", detail: "no split fits: 60 MiB" }] }));
    const { user } = await openForm();

    await user.type(screen.getByLabelText("Memory limit in MiB"), "10");

    await waitFor(() => { expect(screen.getByLabelText("Memory limit in MiB").getAttribute("aria-invalid")).toBe("true"); });
    expect(screen.getByText("no split fits: 60 MiB")).toBeTruthy();
    await waitFor(() => { expect(spec(server.requestsTo("POST /plans").at(-1))).toMatchObject({ maxMemoryBytes: 10 * MEBIBYTE }); });
    expect(spec(server.requestsTo("POST /plans").at(-1))).not.toHaveProperty("split");
  });

  it("submits nothing while the JSON is broken", async () => {
    const server = serve();
    const { user, submit } = await openForm();
    await user.click(screen.getByRole("tab", { name: "JSON" }));
    const editor = screen.getByLabelText("Spec as JSON");

    await user.clear(editor);
    await user.paste('{"epochs": 3,}');
    await submit();

    expect(screen.getByRole("alert").textContent).toMatch(/Invalid JSON/);
    expect(server.requestsTo("POST /jobs")).toEqual([]);
    const scroll = vi.spyOn(editor, "scrollIntoView");
    await user.click(screen.getByRole("button", { name: "/" }));
    expect(document.activeElement).toBe(editor);
    expect(scroll).toHaveBeenCalledWith({ block: "center" });
  });

  it("hides and does not send what back-propagation ignores", async () => {
    const server = serve();
    const { user, submit } = await openForm();

    await user.click(screen.getByRole("radio", { name: "Back-propagation" }));
    expect(screen.queryByLabelText("Modules")).toBeNull();
    await submit();

    await waitFor(() => { expect(server.requestsTo("POST /jobs")).toHaveLength(1); });
    expect(Object.keys(spec(server.requestsTo("POST /jobs")[0]))).not.toEqual(expect.arrayContaining(["split"]));
  });

  it("sends labels and priority", async () => {
    const server = serve();
    const { user, submit } = await openForm();

    await user.type(screen.getByLabelText("Labels"), "team=vision, quick");
    await user.selectOptions(screen.getByLabelText("Priority"), "High");
    await submit();

    await waitFor(() => { expect(server.requestsTo("POST /jobs")[0]?.body).toMatchObject({ labels: { team: "vision", quick: "" }, priority: 1 }); });
  });
});

describe("limits of the form", () => {
  it("knows what each rule reads", () => {
    expect(unusedFields({ rule: { type: "backprop" } })).toEqual(["split", "head", "parallel"]);
    expect(unusedFields({ rule: { type: "sgr" } })).toEqual([]);
    expect(withoutUnused({ rule: { type: "pgl" }, parallel: { lanes: 2 } })).toEqual({ rule: { type: "pgl" } });
    expect(limited(catalog.spec, { rule: { type: "sgr" } }, 7).properties?.["split"]?.properties?.["modules"]?.maximum).toBe(7);
  });

  it("finds boundaries that no network has", () => {
    const detail = (boundaries: Json) => splitProblems({ split: { boundaries } }, 5)[0]?.detail;
    expect(detail([0, 1])).toMatch(/from 1/);
    expect(detail([2, 2])).toMatch(/ascending/);
    expect(detail([2, 5])).toMatch(/at most 4/);
    expect(detail([1, 4])).toBeUndefined();
  });

  it("reads labels", () => {
    expect(parseLabels("a=1, b = two words ,c")).toEqual({ a: "1", b: "two words", c: "" });
    expect(labelsProblem("-a=1")).toMatch(/not a valid name/);
    expect(labelsProblem("a=1, a=2")).toMatch(/twice/);
    expect(labelsProblem(`a=${"x".repeat(257)}`)).toMatch(/256/);
  });
});
