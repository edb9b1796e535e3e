import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { series } from "../test/factories";
import { FakeServer } from "../test/server";
import { epochAxis, stepAxis, timeAxis } from "./axis";
import { ChartLink } from "./chartLink";
import { smoothed, withDetail } from "./chartData";
import { csv } from "./download";
import { scaleOf } from "./heatColors";
import { append, withLatest, withPoints } from "./growing";
import { latestQuery, metricsQuery, type Bucket, type Metrics } from "./metrics";
import { yRange } from "./plotOptions";
import { failedStep } from "./marks";

describe("metricsQuery", () => {
  it("asks only for the wanted series, in columns, and reads them", async () => {
    const server = new FakeServer({
      "GET /jobs/job_1/metrics": () => ({
        data: [
          { name: "train.loss", module: null, columns: { step: [10, 20], mean: [2, null] } },
          { name: "test.loss", module: null, columns: { step: [20], mean: [1] } },
        ],
        lastStep: 20, firstStep: 1, bucketSteps: 10,
      }),
    });

    const metrics = await new QueryClient().query(metricsQuery("job_1", 1, { names: ["train.loss"], points: 100, band: false }));

    expect(Object.fromEntries(server.calls[0]?.query ?? [])).toEqual({ names: "train.loss", points: "100", layout: "columns", fields: "mean", digits: "5" });
    expect(metrics.series.map(({ name }) => name)).toEqual(["train.loss"]);
    expect(metrics.series[0]?.buckets.map(({ step, mean }) => [step, mean])).toEqual([[10, 2], [20, NaN]]);
    expect(metrics.bucketSteps).toBe(10);
  });

  it("asks for the last values of all series", async () => {
    const server = new FakeServer({ "GET /jobs/job_1/metrics": () => ({ data: [{ name: "a", module: 3, columns: { step: [7], last: [0.5] } }], lastStep: 7 }) });

    const metrics = await new QueryClient().query(latestQuery("job_1", 1));

    expect(server.calls[0]?.query.get("agg")).toBe("last");
    expect(metrics.series[0]?.buckets).toEqual([{ step: 7, min: 0.5, max: 0.5, mean: 0.5, last: 0.5, count: 1 }]);
  });
});

describe("append", () => {
  const known: Metrics = {
    series: [{ name: "a", module: null, buckets: [{ step: 10, min: 1, max: 3, mean: 2, last: 3, count: 10 }, { step: 12, min: 4, max: 4, mean: 4, last: 4, count: 2 }] }],
    lastStep: 12, firstStep: 1, bucketSteps: 10,
  };

  it("merges new steps into the last bucket of the grid, so that all buckets stay equally wide", () => {
    const grown = withPoints(known, [13, 20, 21].map((step) => ({ name: "a", module: null, step, value: step })));

    expect(grown.series[0]?.buckets.slice(1)).toEqual([
      { step: 20, min: 4, max: 20, mean: (4 * 2 + 13 + 20) / 4, last: 20, count: 4 },
      { step: 21, min: 21, max: 21, mean: 21, last: 21, count: 1 },
    ]);
    expect(grown.bucketSteps).toBe(10);
  });

  it("takes only wanted series from a stream", () => {
    const grown = withPoints(known, [{ name: "b", module: 2, step: 13, value: 1 }], { names: ["a"] });

    expect(grown.series.map(({ name }) => name)).toEqual(["a"]);
    expect(append(known, [series("b", 2, [13, 1])], 13).series).toHaveLength(2);
  });

  it("keeps one bucket per series of the last values", () => {
    const latest = withLatest({ series: [series("a", 1, [5, 0.5])], lastStep: 5 }, [{ name: "a", module: 1, step: 6, value: 0.6 }, { name: "a", module: 1, step: 7, value: 0.7 }]);

    expect(latest.series[0]?.buckets.map(({ step, last }) => [step, last])).toEqual([[7, 0.7]]);
  });
});

describe("smoothed", () => {
  it("weighs values by their distance in steps, not by their number", () => {
    const fine = Array.from({ length: 400 }, (_, index) => index * 10);
    const coarse = fine.filter((_, index) => index % 10 === 0);
    const value = (step: number) => (step < 2000 ? 1 : 0);

    const atEnd = (steps: number[]) => smoothed(steps.map(value), steps, 500)[steps.indexOf(2500)] ?? NaN;

    expect(Math.abs(atEnd(fine) - atEnd(coarse))).toBeLessThan(0.07);
    expect(atEnd(fine)).toBeCloseTo(Math.exp(-1), 1);
  });

  it("changes nothing over no steps", () => {
    expect(smoothed([3, 1, 2], [1, 2, 3], 0)).toEqual([3, 1, 2]);
  });
});

describe("withDetail", () => {
  it("replaces coarse buckets in sight by finer ones", () => {
    const whole = [series("a", null, [10, 1], [20, 2], [30, 3], [40, 4])];

    const drawn = withDetail(whole, [series("a", null, [15, 1.5], [20, 2], [25, 2.5])], 11, 29);

    expect(drawn[0]?.buckets.map(({ step }) => step)).toEqual([10, 15, 20, 25, 30, 40]);
  });
});

describe("axes", () => {
  it("place steps by epoch and by training time, and back", () => {
    const epochs = epochAxis(50);
    const bucket = (step: number, mean: number): Bucket => ({ step, mean, min: mean, max: mean, last: mean, count: 1 });
    const time = timeAxis([bucket(100, 0.5), bucket(200, 2)]);

    expect(epochs.toX(125)).toBe(2.5);
    expect([50, 100, 150, 200].map((step) => time.toX(step))).toEqual([25, 50, 150, 250]);
    expect(time.toStep(150)).toBe(150);
    expect(time.text(200)).toBe("4 min 10 s, step 200");
    expect(stepAxis.distances?.every(Number.isInteger)).toBe(true);
  });

  it("start at zero where nothing is below, and end where a percentage ends", () => {
    expect(yRange(0, 0, "percent")[0]).toBe(0);
    expect(yRange(0, 0, "percent")[1]).toBeLessThan(0.01);
    expect(yRange(0.1, 0.99, "percent")[1]).toBe(1);
    const [low, high] = yRange(20, 20, "number");
    expect([low > 19, high < 21]).toEqual([true, true]);
  });
});

describe("ChartLink", () => {
  it("keeps the steps in sight within the training", () => {
    const link = new ChartLink();
    link.setExtent(0, 1000);
    link.setZoom([900, 1200]);
    expect(link.zoom()).toEqual([900, 1000]);

    link.pan(-20);
    expect(link.zoom()).toEqual([0, 100]);

    link.scale(0.5, 100);
    expect(link.zoom()).toEqual([50, 100]);

    link.scale(1000);
    expect(link.zoom()).toBeNull();
  });

  it("tells only changes", () => {
    const link = new ChartLink();
    let told = 0;
    link.subscribe(() => { told++; });
    [3, 3, null, null].forEach((module) => { link.point(module); });

    expect(told).toBe(2);
  });
});

it("writes a table without formulas", () => {
  const line = { label: "=cmd()", buckets: series("a", null, [4, NaN], [8, 0.5]).buckets };

  expect(csv([line], epochAxis(4))).toBe("line,step,epoch,min,max,mean,last,count\r\n'=cmd(),4,1,,,,,1\r\n'=cmd(),8,2,0.5,0.5,0.5,0.5,1\r\n");
});

it("colors most values apart if a few are far away", () => {
  const values = Array.from({ length: 300 }, (_, index): [number, number] => [index, index / 300]);
  const { low, high } = scaleOf([{ label: "a", buckets: series("a", 1, ...values, [301, 1e9]).buckets }], false);

  expect([low, high].every((end) => end < 1.01)).toBe(true);
});

it("reads the failed step from the reason", () => {
  expect(failedStep("The loss of module 2 is not a finite number at step 1,041; a lower learning rate may help")).toBe(1041);
  expect(failedStep("The disk is full")).toBeUndefined();
});
