import { describe, expect, it } from "vitest";
import { withBackprop } from "./alsoBackprop";

describe("withBackprop", () => {
  it("keeps labels and priority", () => {
    const job = { name: "n", spec: { rule: { type: "sgr" }, seed: 7 }, labels: { team: "vision" }, priority: 1 };

    expect(withBackprop(job)).toMatchObject({ name: "n", labels: { team: "vision" }, priority: 1, seeds: [7] });
  });

  it("leaves back-propagation without lanes and without a limit that it cannot keep", () => {
    const spec = { rule: { type: "greedy" }, parallel: { lanes: 2 }, maxMemoryBytes: 1_000_000 };

    const { variants } = withBackprop({ name: "n", spec });

    expect(variants).toEqual([
      { label: "backprop", changes: { rule: { type: "backprop" }, parallel: null, maxMemoryBytes: null } },
      { label: "greedy" },
    ]);
    expect(withBackprop({ name: "n", spec: { rule: { type: "greedy" }, parallel: { lanes: 1 } } }).variants[0]?.changes).toEqual({ rule: { type: "backprop" } });
  });
});
