import { describe, expect, it } from "vitest";
import { catalog } from "../test/factories";
import { validate } from "./validate";
import { withDefaults, fieldLabel } from "./schema";

const given = { dataset: "d", network: { type: "resnet" }, rule: { type: "sgr" }, epochs: 3 };
const spec = withDefaults(catalog.spec, given);

describe("withDefaults", () => {
  it("fills in the defaults of the selected types, including nested ones", () => {
    expect(spec).toMatchObject({
      network: { type: "resnet", depth: 20, width: 16 },
      rule: { type: "sgr", distance: "cos", weight: 0.2 },
      optimizer: { type: "sgd", learningRate: 0.1, schedule: { type: "cosine", warmupEpochs: 0 } },
      split: { modules: 4 },
      batchSize: 128,
    });
  });

  it("keeps given and unknown values", () => {
    expect(withDefaults(catalog.spec, { ...given, epochs: 7, someday: true })).toMatchObject({ epochs: 7, someday: true });
    expect(withDefaults(catalog.spec, { ...given, network: { type: "unheard-of" } })).toMatchObject({ network: { type: "unheard-of" } });
  });
});

describe("validate", () => {
  it("accepts a spec with all defaults filled in", () => {
    expect(validate(catalog.spec, spec)).toEqual([]);
  });

  it("accepts missing fields that the server fills in", () => {
    expect(validate(catalog.spec, given)).toEqual([]);
  });

  it("reports every invalid field by its pointer", () => {
    const invalid = withDefaults(catalog.spec, { ...given, epochs: 0, dataset: "", optimizer: { type: "sgd", momentum: "much" }, batchSize: 1.5 });

    expect(validate(catalog.spec, invalid).map((problem) => problem.pointer).sort()).toEqual(
      ["/batchSize", "/dataset", "/epochs", "/optimizer/momentum"],
    );
  });
});

it("turns field names into labels", () => {
  expect(fieldLabel("learningRate")).toBe("Learning rate");
  expect(fieldLabel("beta1")).toBe("Beta 1");
  expect(fieldLabel("insight")).toBe("Diagnostics");
});
