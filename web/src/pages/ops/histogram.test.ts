import { describe, expect, it } from "vitest";
import { type Histogram, mean, parts, quantile } from "./histogram";

const HUNDRED: Histogram = {
  count: 100,
  sum: 50,
  buckets: [
    { bound: 0.1, count: 40 },
    { bound: 0.5, count: 90 },
    { bound: Number.POSITIVE_INFINITY, count: 100 },
  ],
};

describe("quantiles", () => {
  it("are linear within their bucket", () => {
    expect(quantile(HUNDRED, 0.2)).toBeCloseTo(0.05);
    expect(quantile(HUNDRED, 0.65)).toBeCloseTo(0.3);
  });

  it("beyond the last bound are not made up", () => {
    expect(quantile(HUNDRED, 0.95)).toBe(Number.POSITIVE_INFINITY);
  });

  it("of nothing are nothing", () => {
    const nothing = { count: 0, sum: 0, buckets: [] };
    expect(quantile(nothing, 0.5)).toBeNull();
    expect(mean(nothing)).toBeNull();
  });
});

it("parts are the buckets alone", () => {
  expect(parts(HUNDRED).map(({ from, bucket }) => [from, bucket.count])).toEqual([
    [0, 40],
    [0.1, 50],
    [0.5, 10],
  ]);
});
