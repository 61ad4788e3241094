import { describe, expect, it } from "vitest";
import { Curve } from "./curve";
import { read, reading } from "./made-readings";
import { measured, overlaid } from "./measures";

function at(columns: ReturnType<Curve["columns"]>, seconds: number, line = 1) {
  const place = columns[0]?.findIndex((time) => Math.abs((time ?? -9) - seconds) < 1e-6) ?? -1;
  return columns[line]?.[place];
}

describe("a curve over the advert's clock", () => {
  it("spans the advert, with gaps where nothing was read", () => {
    const curve = new Curve(8, 1);
    curve.add(2, [0.4]);
    const columns = curve.columns();
    expect(columns[0]?.at(-1)).toBeCloseTo(8);
    expect(at(columns, 2)).toBeCloseTo(0.4);
    expect(at(columns, 2.2)).toBeCloseTo(0.4);
    expect(at(columns, 2.4)).toBeNull();
  });

  it("averages a part that was watched twice", () => {
    const curve = new Curve(8, 1);
    curve.add(2, [0.2]);
    curve.add(2.01, [0.8]);
    expect(at(curve.columns(), 2)).toBeCloseTo(0.5);
  });

  it("smooths over half a second on both sides", () => {
    const curve = new Curve(4, 1);
    for (let tenth = 0; tenth <= 40; tenth += 1) curve.add(tenth / 10, [tenth < 20 ? 0 : 1]);
    const columns = curve.columns();
    expect(at(columns, 1)).toBe(0);
    expect(at(columns, 2)).toBeGreaterThan(0.4);
    expect(at(columns, 2)).toBeLessThan(0.7);
    expect(at(columns, 3)).toBeCloseTo(1);
  });

  it("leaves out what lies beyond the advert", () => {
    const curve = new Curve(2, 1);
    curve.add(2.4, [1]);
    curve.add(-1, [1]);
    expect(curve.columns()[1]?.every((value) => value === null)).toBe(true);
  });

  it("stays small for a long film", () => {
    expect(new Curve(7200, 7).columns()[0]?.length).toBeLessThanOrEqual(601);
  });
});

describe("viewers laid over one another", () => {
  const viewing = (id: number, share: number, from: number) => ({
    id,
    viewer: `Viewer ${id}`,
    readings: [reading(from, read("happy", share)), reading(from + 1, read("happy", share))],
  });

  it("average where several were read, and keep the one where only one was", () => {
    const columns = overlaid([viewing(1, 0.4, 0), viewing(2, 0.8, 1)], "happy", 4);
    expect(columns).toHaveLength(4);
    expect(at(columns, 1, 3)).toBeCloseTo(0.6);
    expect(at(columns, 0, 3)).toBeCloseTo(0.4);
    expect(at(columns, 2, 3)).toBeCloseTo(0.8);
    expect(at(columns, 4, 3)).toBeNull();
  });

  it("compare positive expressions as happy and surprise together", () => {
    expect(measured(read("happy", 0.7), "positive")).toBeCloseTo(0.75);
  });
});
