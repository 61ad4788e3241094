import { expect, test } from "vitest";
import type { Moment } from "../replies";
import { curvesOf } from "./curves";

function moment(seconds: number, happy: number): Moment {
  const others = { angry: 0, disgust: 0, fear: 0, sad: 1 - happy, surprise: 0, neutral: 0 };
  return { seconds, probabilities: { ...others, happy }, positive: happy, negative: 1 - happy };
}

test("a line for each expression, and one each for positive and negative", () => {
  const { emotions, polarity } = curvesOf({ gap_seconds: 2, moments: [moment(1, 0.75)] });
  expect(emotions).toEqual([[1], [0], [0], [0], [0.75], [0.25], [0], [0]]);
  expect(polarity).toEqual([[1], [0.75], [0.25]]);
});

test("a line breaks where nothing was read for a while", () => {
  const moments = [moment(0, 1), moment(2, 1), moment(8, 1)];
  const { polarity } = curvesOf({ gap_seconds: 2, moments });
  expect(polarity.slice(0, 2)).toEqual([
    [0, 2, 5, 8],
    [1, 1, null, 1],
  ]);
});

test("without readings the columns are there and empty", () => {
  expect(curvesOf({ gap_seconds: 2, moments: [] }).polarity).toEqual([[], [], []]);
});
