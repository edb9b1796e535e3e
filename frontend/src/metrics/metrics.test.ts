import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { series } from "../test/factories";
import { FakeServer } from "../test/server";
import { columns, smoothed } from "./chartData";
import { append } from "./growing";
import { metricsQuery, type Metrics } from "./metrics";
import { tickText } from "./unit";

const known: Metrics = {
  series: [series("train.loss", null, [1, 2.3], [2, 2.1]), series("test.loss", null, [1, 2.4])],
  lastStep: 2,
};

describe("append", () => {
  it("adds later buckets to each series and keeps the others", () => {
    const grown = append(known, [series("train.loss", null, [2, 2.1], [3, 1.9])], 3);

    expect(grown.series[0]?.buckets.map((bucket) => bucket.step)).toEqual([1, 2, 3]);
    expect(grown.series[1]).toBe(known.series[1]);
    expect(grown.lastStep).toBe(3);
  });

  it("accepts a late metric of the last known step", () => {
    const grown = append(known, [series("train.loss", null, [2, 2.1]), series("test.loss", null, [2, 2.2])], 2);

    expect(grown.series[0]?.buckets).toHaveLength(2);
    expect(grown.series[1]?.buckets.map((bucket) => bucket.step)).toEqual([1, 2]);
  });

  it("keeps modules apart and adds new series", () => {
    const one: Metrics = { series: [series("module.loss", 1, [1, 2])], lastStep: 1 };

    const grown = append(one, [series("module.loss", 2, [2, 3])], 2);

    expect(grown.series.map(({ module, buckets }) => [module, buckets.length])).toEqual([[1, 1], [2, 1]]);
  });
});

describe("metricsQuery", () => {
  it("loads everything once and then only new steps", async () => {
    const server = new FakeServer({
      "GET /jobs/job_1/metrics": ({ query }) =>
        query.has("from")
          ? { data: [series("train.loss", null, [2, 2.1], [3, 1.9])], lastStep: 3 }
          : { data: [series("train.loss", null, [1, 2.3], [2, 2.1])], lastStep: 2 },
    });
    const client = new QueryClient();

    await client.query(metricsQuery("job_1", 1));
    const metrics = await client.query(metricsQuery("job_1", 1));

    expect(server.calls.map((call) => call.query.get("from"))).toEqual([null, "2"]);
    expect(metrics.series[0]?.buckets.map((bucket) => bucket.step)).toEqual([1, 2, 3]);
  });
});

describe("columns", () => {
  it("aligns series with different steps", () => {
    const lines = [series("a", null, [1, 10], [3, 30]), series("b", null, [2, 20])].map(({ name, buckets }) => ({ label: name, buckets }));

    const [steps, a, , , , b] = columns(lines, false);

    expect(steps).toEqual([1, 2, 3]);
    expect(a).toEqual([10, null, 30]);
    expect(b).toEqual([null, 20, null]);
  });

  it("leaves a gap if a value is not a number", () => {
    const [, values] = columns([{ label: "a", buckets: series("a", null, [1, NaN], [2, 1]).buckets }], false);

    expect(values).toEqual([null, 1]);
  });
});

describe("smoothed", () => {
  it("does not change a constant series", () => {
    smoothed(Array.from({ length: 500 }, () => 0.7)).forEach((value) => { expect(value).toBeCloseTo(0.7, 12); });
  });

  it("does not change short series", () => {
    expect(smoothed([1, 5, 2])).toEqual([1, 5, 2]);
  });
});

describe("tickText", () => {
  it("fits the large values of a diverging loss into the axis", () => {
    expect([0, 2e7, 1.2e8].map((tick) => tickText(tick, 2e7, "number", false))).toEqual(["0", "2e+7", "1.2e+8"]);
    expect(tickText(1e9, 0, "number", true)).toBe("1e+9");
  });

  it("uses as many decimals as the step", () => {
    expect(tickText(0.5, 0.25, "number", false)).toBe("0.50");
    expect(tickText(0.5, 0.1, "percent", false)).toBe("50 %");
  });
});
