import { describe, expect, it } from "vitest";
import type { Label } from "../expressions/expressions";
import { type Moment, strongest } from "./moments";

const moment = (seconds: number, label: Label, probability: number): Moment => ({
  seconds,
  label,
  probability,
});

describe("the strongest moments", () => {
  it("are three of an expression, two seconds apart, the strongest first", () => {
    const happy = [0.5, 0.9, 0.7, 0.8, 0.6].map((share, place) =>
      moment(3 * place, "happy", share),
    );
    expect(strongest(happy).map(({ seconds }) => seconds)).toEqual([3, 9, 6]);
  });

  it("keep the peak of a stretch, whenever in it that was", () => {
    const sad = [0.6, 0.8, 0.7].map((share, place) => moment(place, "sad", share));
    expect(strongest(sad)).toEqual([moment(1, "sad", 0.8)]);
  });

  it("need at least 0.4 of the expression", () => {
    expect(strongest([moment(0, "fear", 0.39)])).toEqual([]);
  });

  it("come in the order of the labels", () => {
    const both = [moment(0, "surprise", 0.9), moment(5, "angry", 0.5)];
    expect(strongest(both).map(({ label }) => label)).toEqual(["angry", "surprise"]);
  });
});
