import { describe, expect, it } from "vitest";
import { faceless, read, reading } from "./made-readings";
import { strongest } from "./moments";

describe("the moments that called an expression forth", () => {
  it("are the three strongest, two seconds apart, the strongest first", () => {
    const shares = [0.5, 0.9, 0.7, 0.8, 0.6];
    const readings = shares.map((share, place) => reading(3 * place, read("happy", share)));
    expect(strongest(readings).map(({ seconds }) => seconds)).toEqual([3, 9, 6]);
  });

  it("keep the peak of a stretch, whenever in it that was", () => {
    const readings = [0.6, 0.8, 0.7].map((share, place) => reading(place, read("sad", share)));
    expect(strongest(readings)).toEqual([{ label: "sad", seconds: 1, probability: 0.8 }]);
  });

  it("need a face and at least 0.4 of the expression", () => {
    expect(strongest([reading(0, read("fear", 0.39)), faceless(1), reading(2, null)])).toEqual([]);
  });

  it("come in the order of the labels", () => {
    const readings = [reading(0, read("surprise")), reading(5, read("angry"))];
    expect(strongest(readings).map(({ label }) => label)).toEqual(["angry", "surprise"]);
  });
});
