import { expect, it } from "vitest";
import { gaps, meanCurve, spread } from "./gap";

it("gives mean and range over seeds, and no range where one training has come so far", () => {
  const trainings: [number, number][][] = [[[1, 0.5], [2, 0.7], [3, 0.8]], [[1, 0.6], [2, 0.6]], []];

  expect(meanCurve(trainings).map(([epoch, value]) => [epoch, Number(value.toFixed(6))])).toEqual([[1, 0.55], [2, 0.65], [3, 0.8]]);
  expect(spread(trainings)).toEqual([[1, 0.5, 0.6], [2, 0.6, 0.7]]);
  expect(spread([[[1, 0.5]]])).toEqual([]);
});

it("takes gaps seed by seed, so that their range is not that of the two curves", () => {
  const gap = gaps([[[1, 0.25]], [[1, 0.75], [2, 0.75]], []], [[[1, 0.5]], [[1, 1]], [[1, 0.5]]]);

  expect(gap).toEqual([[[1, 25]], [[1, 25]], []]);
  expect(spread(gap)).toEqual([[1, 25, 25]]);
});
