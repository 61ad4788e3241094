import type { Fused, Sample } from "emotion-tracker-js";
import { expect, test } from "vitest";
import { LABELS, type Shares } from "../../expressions/expressions";
import { CHART_SECONDS, chartColumns, type History, remembered, trail } from "./history";

const NEUTRAL: Shares = {
  angry: 0,
  disgust: 0,
  fear: 0,
  happy: 0.25,
  sad: 0,
  surprise: 0,
  neutral: 0.75,
};

function sample(seconds: number, valence: number | null = 0.2): Sample {
  const fused: Fused = {
    probabilities: NEUTRAL,
    dominant_emotion: "neutral",
    uncertain: false,
    valence: valence ?? 0,
    arousal: 0.1,
    emoji: "😐",
    weights: { face: 1 },
    conflict: 0,
  };
  return {
    type: "sample",
    seconds,
    viewer: 1,
    faces: [],
    voice: null,
    fused: valence === null ? null : fused,
    normalised: null,
    lag: 0.01,
    dropped: 0,
    picture: { width: 640, height: 480 },
  };
}

const recorded = (samples: Sample[]): History => samples.reduce<History>(remembered, []);

test("what is older than the chart is forgotten", () => {
  const history = recorded([sample(0), sample(1), sample(CHART_SECONDS + 1)]);
  expect(history.map(({ seconds }) => seconds)).toEqual([1, CHART_SECONDS + 1]);
});

test("the chart ends now and leaves a gap where no face was read", () => {
  const [seconds, ...lines] = chartColumns(recorded([sample(8), sample(9, null), sample(10)]));
  expect(seconds).toEqual([-2, -1, 0]);
  expect(lines).toHaveLength(LABELS.length);
  expect(lines[LABELS.indexOf("happy")]).toEqual([0.25, null, 0.25]);
});

test("the trail holds the last seconds, without samples that show nobody", () => {
  const points = trail(recorded([sample(1, -1), sample(7, 0.1), sample(8, null), sample(9, 0.3)]));
  expect(points.map(({ valence }) => valence)).toEqual([0.1, 0.3]);
});
