import { describe, expect, it } from "vitest";
import { catalog } from "../test/factories";
import { validate } from "./validate";
import { withDefaults, fieldLabel } from "./schema";

const given = { dataset: "d", network: { type: "resnet" }, rule: { type: "sgr" }, epochs: 3 };
const spec = withDefaults(catalog.spec, given);

describe("complete", () => {
  it("fills in the defaults of the chosen kinds, nested ones too", () => {
    expect(spec).toMatchObject({
      network: { type: "resnet", depth: 20, width: 16 },
      rule: { type: "sgr", distance: "cos", weight: 0.2 },
      optimizer: { type: "sgd", learningRate: 0.1, schedule: { type: "cosine", warmupEpochs: 0 } },
      split: { modules: 4 },
      batchSize: 128,
    });
  });

  it("keeps what is given, and what it does not know", () => {
    expect(withDefaults(catalog.spec, { ...given, epochs: 7, someday: true })).toMatchObject({ epochs: 7, someday: true });
    expect(withDefaults(catalog.spec, { ...given, network: { type: "unheard-of" } })).toMatchObject({ network: { type: "unheard-of" } });
  });
});

describe("check", () => {
  it("finds nothing wrong with a completed spec", () => {
    expect(validate(catalog.spec, spec)).toEqual([]);
  });

  it("leaves to the server what it fills in itself", () => {
    expect(validate(catalog.spec, given)).toEqual([]);
  });

  it("names every wrong field by pointer", () => {
    const wrong = withDefaults(catalog.spec, { ...given, epochs: 0, dataset: "", optimizer: { type: "sgd", momentum: "much" }, batchSize: 1.5 });

    expect(validate(catalog.spec, wrong).map((problem) => problem.pointer).sort()).toEqual(
      ["/batchSize", "/dataset", "/epochs", "/optimizer/momentum"],
    );
  });
});

it("writes field names as words", () => {
  expect(fieldLabel("learningRate")).toBe("Learning rate");
  expect(fieldLabel("beta1")).toBe("Beta 1");
});
