import { expect, it } from "vitest";
import { catalog } from "../test/factories";
import { differences } from "./differences";
import { withDefaults } from "./schema";
import { foldedPart, foldedProblems } from "./specGroups";

const given = { dataset: "d", network: { type: "resnet" }, rule: { type: "sgr" }, epochs: 3 };
const folded = (changes: object) => {
  const spec = withDefaults(catalog.spec, { ...given, ...changes }) ?? {};
  return differences(foldedPart(catalog.spec, spec), spec);
};

it("names what is not as the catalog has it", () => {
  expect(folded({})).toEqual([]);
  expect(folded({ batchSize: 64, head: { type: "conv" }, optimizer: { type: "sgd", nesterov: false, schedule: { type: "constant" } } })).toEqual(
    ["head conv", "no nesterov", "schedule constant", "batch size 64"],
  );
  expect(folded({ augmentation: { flip: true }, maxMemoryBytes: 2 ** 27, split: { boundaries: [2, 4] } })).toEqual(
    expect.arrayContaining(["flip", "memory limit 128 MiB", "boundaries 2, 4"]),
  );
});

it("leaves out what is in sight, but not the options of the rule", () => {
  expect(folded({ epochs: 90, network: { type: "vgg", width: 8 }, split: { modules: 2 } })).toEqual([]);
  expect(folded({ rule: { type: "sgr", weight: 1, distance: "sq" } })).toEqual(["distance sq", "weight 1"]);
});

it("knows which problems are not in sight", () => {
  expect(foldedProblems(["/network/depth", "/split/modules", "/rule/type", "/epochs", "", "/name"])).toBe(false);
  for (const pointer of ["/split/boundaries", "/rule/weight", "/batchSize", "/labels"]) expect(foldedProblems([pointer])).toBe(true);
});
