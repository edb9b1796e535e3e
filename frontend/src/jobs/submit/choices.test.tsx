import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Json } from "../../api/json";
import { hasPictures } from "../../datasets/describe";
import { aWorker, catalog, dataset, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page } from "../../test/server";
import type { Device, Worker } from "../../workers/workers";
import { mayHaveGpu } from "../../workers/workers";
import { fitted, restricted } from "./choices";
import { withoutUnused } from "./specLimits";

const device = (kind: string, state = "free"): Device => ({
  id: kind, kind, name: kind, slots: 1, totalBytes: 1, usedBytes: 0, utilization: null, temperature: null, state, reason: null,
});
const worker = (...devices: Device[]): Worker => aWorker.idle({ devices });
const around = { hasGpu: true, hasPictures: true, modules: undefined };
const schemaOf = (draft: Json, changes = {}) => restricted(catalog.spec, draft, { ...around, ...changes }).properties ?? {};

async function openForm(routes: Record<string, () => unknown> = {}) {
  new FakeServer({ "GET /me": () => me, "GET /catalog": () => catalog, "GET /datasets": () => page(dataset()), ...routes });
  const opened = open("/jobs/new");
  await screen.findByRole("form", { name: "New job" });
  return opened;
}

const gpu = () => within(screen.getByLabelText("Device")).getByRole("option", { name: "gpu" });

describe("choices in the form", () => {
  it("has no GPU to choose while no running worker has one, and says so", async () => {
    await openForm({ "GET /workers": () => page(worker(device("cpu"))) });

    await waitFor(() => { expect(gpu()).toHaveProperty("disabled", true); });
    expect(document.getElementById(screen.getByLabelText("Device").getAttribute("aria-describedby") ?? "")?.textContent).toContain("no running worker has a GPU");
  });

  it("has one if a worker has one, or if nothing is known of the workers", async () => {
    await openForm();

    expect(gpu()).toHaveProperty("disabled", false);
    expect(mayHaveGpu([worker(device("cpu"), device("gpu"))])).toBe(true);
    expect(mayHaveGpu([worker(device("cpu"), device("gpu", "unusable"))])).toBe(false);
    expect(mayHaveGpu([{ ...worker(device("cpu")), stale: true }])).toBe(true);
  });

  it("offers the rule without back-propagation for the networks that it can train", async () => {
    const { user } = await openForm();
    const rule = () => screen.getByRole("radio", { name: "SGR without back-propagation" });
    expect(rule()).toHaveProperty("disabled", true);
    expect(document.getElementById(rule().getAttribute("aria-describedby") ?? "")?.textContent).toContain("VGG and MLP networks only");

    await user.click(screen.getByRole("radio", { name: "MLP" }));
    await user.click(rule());

    expect(screen.getByRole("radio", { name: "Vision transformer" })).toHaveProperty("disabled", true);
    expect(screen.getByRole("radio", { name: "VGG" })).toHaveProperty("disabled", false);
    expect(screen.getByRole("radio", { name: "DGL" })).toHaveProperty("disabled", true);
    expect(screen.getByRole("radio", { name: "Linear" })).toHaveProperty("checked", true);
    await user.click(screen.getByRole("radio", { name: "SGR" }));
    expect(screen.getByRole("radio", { name: "DGL" })).toHaveProperty("checked", true);
  });

  it("counts the modules of the boundaries", async () => {
    const { user } = await openForm();

    await user.type(screen.getByLabelText("Boundaries"), "2, 3");

    expect(screen.getByLabelText("Modules")).toHaveProperty("value", "3");
    expect(screen.getByLabelText("Modules")).toHaveProperty("disabled", true);
  });
});

describe("restricted", () => {
  it("has at most as many lanes as modules", () => {
    expect(schemaOf({ rule: { type: "sgr" } }, { modules: 3 })["parallel"]?.properties?.["lanes"]?.maximum).toBe(3);
  });

  it("has no bfloat16 for SGR", () => {
    expect(schemaOf({ rule: { type: "sgr" } })["precision"]?.unavailable).toHaveProperty("bf16");
    expect(schemaOf({ rule: { type: "greedy" } })["precision"]?.unavailable).toBeUndefined();
  });

  it("has no augmentation of data without pictures, and sends none", () => {
    expect(schemaOf({}, { hasPictures: false })["augmentation"]?.disabled).toMatch(/no pictures/);
    expect(withoutUnused({ augmentation: { flip: true } }, false)).toEqual({});
    expect(hasPictures({ ...dataset(), height: 1 })).toBe(false);
    expect(hasPictures(dataset())).toBe(true);
  });
});

it("fits the head to the rule only where it must", () => {
  const spec = (rule: string, head: string) => ({ rule: { type: rule }, head: { type: head } });
  expect(fitted(catalog.spec, spec("sgr-bp-free", "dgl"))).toMatchObject({ head: { type: "linear", batchNorm: false } });
  expect(fitted(catalog.spec, spec("sgr-bp-free", "etf"))).toMatchObject({ head: { type: "etf" } });
  expect(fitted(catalog.spec, spec("sgr", "dgl"))).toMatchObject({ head: { type: "dgl" } });
});
