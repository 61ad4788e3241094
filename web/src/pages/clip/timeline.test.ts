import { LABELS, type Label, type Shares } from "emotion-tracker-js";
import { describe, expect, it } from "vitest";
import { type ClipSample, columnsOf, momentsOf, sampleAt, trailOf } from "./timeline";

function shares(label: Label, probability: number): Shares {
  const rest = (1 - probability) / (LABELS.length - 1);
  const of = (one: Label) => (one === label ? probability : rest);
  return {
    angry: of("angry"),
    disgust: of("disgust"),
    fear: of("fear"),
    happy: of("happy"),
    sad: of("sad"),
    surprise: of("surprise"),
    neutral: of("neutral"),
  };
}

function sample(seconds: number, label: Label, probability: number, valence = 0): ClipSample {
  const fused = {
    probabilities: shares(label, probability),
    dominant_emotion: label,
    uncertain: false,
    valence,
    arousal: 0,
  };
  return { seconds, viewer: 1, fused };
}

const unseen: ClipSample = { ...sample(1, "happy", 0.9), viewer: null };

it("leaves a gap in the lines where the viewer is not seen", () => {
  const samples = [sample(0, "happy", 0.7), unseen];
  const [seconds, ...lines] = columnsOf({ seconds: 2, samples });
  expect(seconds).toEqual([0, 1]);
  expect(lines[LABELS.indexOf("happy")]).toEqual([0.7, null]);
});

describe("the trail", () => {
  it("keeps to sixty points of a long clip, from its first to its last", () => {
    const samples = Array.from({ length: 6000 }, (_, n) => sample(n, "happy", 0.9, n / 6000));
    const trail = trailOf({ seconds: 6000, samples });
    expect(trail).toHaveLength(60);
    expect(trail[0]?.valence).toBeCloseTo(0, 1);
    expect(trail.at(-1)?.valence).toBeCloseTo(1, 1);
  });

  it("is empty where nobody is seen", () => {
    expect(trailOf({ seconds: 1, samples: [unseen] })).toEqual([]);
  });
});

it("tells what led whenever the viewer was seen", () => {
  const samples = [sample(0, "sad", 0.3), unseen, sample(2, "happy", 0.9)];
  expect(momentsOf({ seconds: 3, samples })).toEqual([
    { label: "sad", seconds: 0, probability: 0.3 },
    { label: "happy", seconds: 2, probability: 0.9 },
  ]);
});

it("finds what was read at a moment, also before the first sample", () => {
  const samples = [sample(0.5, "happy", 0.9), sample(1.5, "sad", 0.9)];
  expect(sampleAt({ seconds: 2, samples }, 0)?.seconds).toBe(0.5);
  expect(sampleAt({ seconds: 2, samples }, 1.4)?.seconds).toBe(0.5);
  expect(sampleAt({ seconds: 2, samples }, 9)?.seconds).toBe(1.5);
  expect(sampleAt({ seconds: 0, samples: [] }, 1)).toBeNull();
});
