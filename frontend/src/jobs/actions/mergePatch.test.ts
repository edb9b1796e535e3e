import { describe, expect, it } from "vitest";
import { describePatch, mergePatch } from "./mergePatch";

const before = { epochs: 3, rule: { type: "sgr", weight: 0.2 }, optimizer: { type: "sgd", schedule: { type: "cosine", warmupEpochs: 0 } } };

describe("mergePatch", () => {
  it("is undefined if nothing differs", () => {
    expect(mergePatch(before, structuredClone(before))).toBeUndefined();
  });

  it("contains only the differences, at any depth", () => {
    const after = { ...before, epochs: 6, optimizer: { type: "sgd", schedule: { type: "cosine", warmupEpochs: 1 } } };

    expect(mergePatch(before, after)).toEqual({ epochs: 6, optimizer: { schedule: { warmupEpochs: 1 } } });
  });

  it("removes a member with null", () => {
    expect(mergePatch({ ...before, limits: { maxMinutes: 5 } }, before)).toEqual({ limits: null });
  });

  it("contains an object whole if its type changes", () => {
    expect(mergePatch(before, { ...before, rule: { type: "greedy", weight: 0.2 } })).toEqual({ rule: { type: "greedy", weight: 0.2 } });
  });

  it("contains arrays whole", () => {
    expect(mergePatch({ at: [1, 2] }, { at: [1, 3] })).toEqual({ at: [1, 3] });
    expect(mergePatch({ at: [1, 2] }, { at: [1, 2] })).toBeUndefined();
  });

  it("is described line by line", () => {
    expect(describePatch(before, { epochs: 6, rule: { weight: null }, limits: { maxMinutes: 5 } })).toEqual([
      "epochs: 3 → 6", "rule.weight: 0.2 → removed", "limits.maxMinutes: not set → 5",
    ]);
    expect(describePatch(before, { rule: { type: before.rule.type, weight: 0.5 } })).toEqual(["rule.weight: 0.2 → 0.5"]);
  });
});
