import { describe, expect, it } from "vitest";
import catalog from "../test/catalog.json";
import { withDefaults, type Schema } from "./schema";
import { inOrder, withoutDefaults } from "./specView";

const schema = catalog.spec as unknown as Schema;
const given = { dataset: "digits", epochs: 3, network: { type: "resnet", depth: 20 }, rule: { type: "sgr", weight: 0.5 }, seed: 7 };
const whole = withDefaults(schema, given) ?? {};

describe("spec", () => {
  it("has its members in the order of the catalog, type first", () => {
    const shuffled = { seed: 7, rule: { weight: 0.5, type: "sgr" }, later: 1, dataset: "digits" };
    const shown = inOrder(schema, shuffled) as Record<string, unknown>;
    const order = Object.keys(schema.properties ?? {});

    expect(shown).toEqual(shuffled);
    expect(Object.keys(shown)).toEqual([...order.filter((name) => name in shuffled), "later"]);
    expect(Object.keys(shown["rule"] as object)).toEqual(["type", "weight"]);
  });

  it("leaves out what is as by default", () => {
    expect(withoutDefaults(schema, whole)).toMatchObject({ dataset: "digits", network: { type: "resnet" }, rule: { type: "sgr", weight: 0.5 }, seed: 7 });
    expect(withoutDefaults(schema, whole)).not.toHaveProperty("optimizer");
    expect(withDefaults(schema, withoutDefaults(schema, whole))).toEqual(whole);
  });

  it("keeps what the schema does not know", () => {
    expect(withoutDefaults(schema, { later: { x: 1 }, dataset: "digits" })).toEqual({ later: { x: 1 }, dataset: "digits" });
    expect(withoutDefaults(undefined, { a: 1 })).toEqual({ a: 1 });
  });
});
