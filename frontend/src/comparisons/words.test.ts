import { describe, expect, it } from "vitest";
import { aVariant } from "../test/comparisons";
import { differenceText, pairSentence, verdictText } from "./words";

const backprop = aVariant({
  label: "back-propagation",
  testAccuracy: { mean: 0.871, sd: 0.002 }, peakMemoryBytes: { mean: 100, sd: 1 }, trainSeconds: { mean: 60, sd: 1 },
});
const sgr = aVariant({
  label: "SGR", difference: { mean: -0.017, sd: 0.002 }, verdict: "lower",
  testAccuracy: { mean: 0.854, sd: 0.002 }, peakMemoryBytes: { mean: 151, sd: 1 }, trainSeconds: { mean: 132, sd: 1 },
});

describe("pairSentence", () => {
  it("says accuracy, memory and time in one sentence, and the verdict in another", () => {
    expect(pairSentence(backprop, sgr, 3)).toBe(
      "SGR is 1.7 points below back-propagation, takes 51 % more memory and 2.2 times as long here. " +
        "Over 3 seeds, the difference is more than two of its standard deviations: SGR is less accurate.",
    );
  });

  it("says that fewer than three seeds are not a verdict", () => {
    expect(pairSentence(backprop, { ...sgr, verdict: "none" }, 1)).toContain("With one seed this is not a verdict");
    expect(pairSentence(backprop, { ...sgr, verdict: "none" }, 2)).toContain("With 2 seeds this is not a verdict");
  });

  it("says that the seeds show no difference", () => {
    expect(pairSentence(backprop, { ...sgr, verdict: "none" }, 3)).toContain("does not show that the variants differ");
  });

  it("reads well for less memory and less time", () => {
    const small = { ...sgr, peakMemoryBytes: { mean: 60, sd: null }, trainSeconds: { mean: 45, sd: null } };
    expect(pairSentence(backprop, small, 1)).toContain("SGR is 1.7 points below back-propagation, takes 40 % less memory and 25 % less time here.");
  });

  it("reads well without memory, and with equal accuracy", () => {
    const bare = { ...sgr, difference: { mean: 0.0001, sd: null }, peakMemoryBytes: null };
    expect(pairSentence(backprop, bare, 1)).toContain("SGR is as accurate as back-propagation and takes 2.2 times as long here.");
  });

  it("has nothing to say before both have a result", () => {
    expect(pairSentence(backprop, aVariant({ label: "SGR" }), 0)).toBeUndefined();
  });
});

describe("verdictText", () => {
  it("says why there is no verdict", () => {
    expect(verdictText({ ...sgr, verdict: "none", n: 2 }, false, 3)).toBe("no verdict: fewer than three seeds");
    expect(verdictText({ ...sgr, verdict: "none", n: 3 }, false, 3)).toBe("no difference shown");
    expect(verdictText({ ...sgr, stopped: { epoch: 2, testAccuracy: 0.5 } }, false, 3)).toBe("stopped early after epoch 2");
    expect(verdictText(aVariant({}), false, 3)).toBe("nothing to compare yet");
  });
});

it("writes a difference with its sign and deviation", () => {
  expect(differenceText({ mean: -0.017, sd: 0.002 })).toBe("−1.70 ± 0.20 points");
  expect(differenceText({ mean: 0.5, sd: null })).toBe("+50.00 points");
});
