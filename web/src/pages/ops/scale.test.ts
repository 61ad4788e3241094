import { expect, it } from "vitest";
import { sizes } from "./distribution";
import { top } from "./scale";

it("a chart reaches to a round number above its values", () => {
  expect(top([[0], [0.3, null]], 1)).toBe(1);
  expect(top([[0], [13]], 1)).toBe(20);
  expect(top([[0], [0.04]], 0.01)).toBeCloseTo(0.05);
  expect(top([[0], [1000]], 1)).toBe(1000);
  expect(top([[0]], 0.01)).toBeCloseTo(0.01);
});

it("batch sizes are whole numbers between two bounds", () => {
  expect(sizes(0, 1, String)).toBe("1");
  expect(sizes(1, 2, String)).toBe("2");
  expect(sizes(2, 4, String)).toBe("3–4");
  expect(sizes(128, Number.POSITIVE_INFINITY, String)).toBe("> 128");
});
