import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { isObject, type Json } from "../../api/json";
import { withDefaults } from "../../catalog/schema";
import { catalog, dataset, me } from "../../test/factories";
import { aPlan } from "../../test/plans";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import { presets } from "./presets";

const MEBIBYTE = 2 ** 20;

async function openForm(answer: () => unknown = () => aPlan()) {
  new FakeServer({ "GET /me": () => me, "GET /catalog": () => catalog, "GET /datasets": () => page(dataset("pets"), dataset()), "POST /plans": answer });
  const opened = open("/jobs/new");
  await screen.findByRole("form", { name: "New job" });
  const group = within(screen.getByRole("group", { name: "Presets" }));
  const button = (name: string) => group.getByRole("button", { name });
  return { ...opened, button, use: (name: string) => opened.user.click(button(name)) };
}

const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

describe("the presets of the form", () => {
  it("sets a small training, says so, and takes it back without later changes", async () => {
    const { user, use } = await openForm();
    await user.click(screen.getByRole("radio", { name: "pets" }));
    await user.click(screen.getByRole("radio", { name: "Greedy local" }));

    await use("Quick look");
    expect(screen.getByText(/^Set a ResNet-8 of width 8 on fashion-mnist-sample, 2 epochs/)).toBeTruthy();
    expect(screen.getByRole("radio", { name: "fashion-mnist-sample" })).toHaveProperty("checked", true);
    expect(screen.getByRole("radio", { name: "Greedy local" })).toHaveProperty("checked", true);
    expect(value("Epochs")).toBe("2");
    await user.type(screen.getByLabelText("Seed"), "7");
    await user.click(screen.getByRole("button", { name: "Undo" }));

    expect(screen.getByRole("radio", { name: "pets" })).toHaveProperty("checked", true);
    expect(value("Epochs")).toBe("6");
    expect(value("Seed")).toBe("17");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("sets the published setting on the chosen data", async () => {
    const { user, use } = await openForm();
    await user.click(screen.getByRole("radio", { name: "pets" }));

    await use("Paper-like");

    expect(screen.getByRole("radio", { name: "pets" })).toHaveProperty("checked", true);
    expect([value("Depth"), value("Modules"), value("By"), value("Distance"), value("Epochs")]).toEqual(["32", "2", "published", "sq", "6"]);
    expect(screen.getByRole("radio", { name: "1x1 convolution" })).toHaveProperty("checked", true);
    expect(screen.getByText(/^Set ResNet-32 in 2 modules/)).toBeTruthy();
  });

  it("sets the rule that ended closest to back-propagation", async () => {
    const { use } = await openForm();

    await use("Best accuracy");

    expect([value("Depth"), value("Modules"), value("By"), value("Period"), value("Convolutions")]).toEqual(["20", "4", "memory", "2", "3"]);
    expect(screen.getByText(/^Set ResNet-20 in 4 modules, guided by the whole network/)).toBeTruthy();
  });

  it("takes the split or the rule with the least memory of the plan", async () => {
    const advice = [{ change: { rule: { type: "greedy" } }, memoryBytes: 80 * MEBIBYTE, why: "", secondsPerEpoch: null }];
    const { button, use } = await openForm(() => aPlan({ advice }));
    await waitFor(() => { expect(button("Smallest memory").getAttribute("aria-disabled")).toBe("false"); });

    await use("Smallest memory");

    expect(screen.getByText(/^Set rule greedy: an estimated 80\.0 MiB instead of 100 MiB\./)).toBeTruthy();
    expect(screen.getByRole("radio", { name: "Greedy local" })).toHaveProperty("checked", true);
  });

  it("says why it cannot be used", async () => {
    const { button, use } = await openForm(() => problem(503, { detail: "Later." }));
    const smallest = button("Smallest memory");
    await waitFor(() => { expect(smallest.getAttribute("title")).toBe("There is no plan for the form as it is."); });

    await use("Smallest memory");

    expect(smallest.getAttribute("aria-disabled")).toBe("true");
    expect(document.getElementById(smallest.getAttribute("aria-describedby") ?? "")?.textContent).toContain("There is no plan for the form as it is.");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });
});

describe("presets", () => {
  const live = (plan = aPlan()) => ({ plan, isOld: false, missing: undefined, problems: [] });
  const draft = (changes: object): Record<string, Json> => {
    const spec = withDefaults(catalog.spec, { dataset: "pets", network: { type: "mlp" }, rule: { type: "sgr" }, epochs: 3, ...changes });
    return isObject(spec) ? spec : {};
  };
  const all = (changes = {}, sets = [dataset("pets")], plan = aPlan()) => presets(catalog.spec, draft(changes), sets, live(plan));

  it("keeps a rule that no ResNet can be trained by", () => {
    expect(all({ rule: { type: "sgr-bp-free" } })[0]?.result?.spec).toMatchObject({ dataset: "pets", network: { type: "mlp" }, rule: { type: "sgr-bp-free" } });
  });

  it("needs pictures for the published setting, and no more of them in a batch than there are", () => {
    expect(all({}, [{ ...dataset("pets"), height: 1 }])[1]).toMatchObject({ result: undefined, reason: "The data set has no pictures." });
    expect(all({}, [{ ...dataset("pets"), trainCount: 90 }])[1]?.result?.spec).toMatchObject({ batchSize: 90 });
  });

  it("replaces boundaries by the number of modules with the least memory", () => {
    const cuts = [{ modules: 2, memoryBytes: 60 * MEBIBYTE }];
    const { spec } = all({ split: { boundaries: [1, 2] } }, undefined, aPlan({ cuts }))[3]?.result ?? {};
    expect(spec).toMatchObject({ split: { modules: 2 } });
    expect(spec).not.toHaveProperty("split.boundaries");
  });

  it("does not offer less than the least", () => {
    expect(all()[3]).toMatchObject({ result: undefined, reason: "No other split or rule in the plan needs less memory." });
  });
});
