import { describe, expect, it } from "vitest";
import { faceless, read, reading } from "./made-readings";
import { emoNps, experienceIndex, summarise } from "./summary";

const MIXED = [
  reading(0, read("happy", 0.8, { valence: 0.6, arousal: 0.4 })),
  reading(1, read("happy", 0.6, { valence: 0.4, arousal: 0.2, uncertain: true })),
  reading(2, read("surprise", 0.5)),
  reading(3, read("sad", 0.9, { valence: -0.5, arousal: -0.2, conflict: 0.5 })),
  reading(4, read("neutral")),
  faceless(5),
  faceless(6),
  reading(7, null),
];

describe("the numbers of a viewing", () => {
  const summary = summarise(MIXED);

  it("share out the readings with the viewer's face", () => {
    expect(summary.shares).toMatchObject({ happy: 0.4, surprise: 0.2, sad: 0.2, neutral: 0.2 });
    expect(summary).toMatchObject({ samples: 8, read: 5, dominant: "happy" });
    expect(summary.positive).toBeCloseTo(60);
    expect(summary.negative).toBeCloseTo(20);
    expect(summary.neutral).toBeCloseTo(20);
  });

  it("count missing faces over all samples, and uncertainty over those that were read", () => {
    expect(summary.noFaceShare).toBeCloseTo(2 / 8);
    expect(summary.uncertainShare).toBeCloseTo(1 / 5);
  });

  it("weigh neutral by K in EmoNPS alone", () => {
    expect(experienceIndex(summary)).toBeCloseTo(40);
    expect(emoNps(summary, 0.2)).toBeCloseTo(36);
    expect(emoNps(summary, 1)).toBeCloseTo(20);
  });

  it("average valence, arousal and conflict, and score probabilities", () => {
    expect(summary.valence).toBeCloseTo(0.1);
    expect(summary.arousal).toBeCloseTo(0.08);
    expect(summary.conflict).toBeCloseTo(0.1);
    const polarity = (share: number, side: 1 | -1 | 0) => {
      const rest = (1 - share) / 6;
      return { 1: share + rest - 4 * rest, [-1]: 2 * rest - share - 3 * rest, 0: -2 * rest }[side];
    };
    const each = [polarity(0.8, 1), polarity(0.6, 1), polarity(0.5, 1)];
    const all = [...each, polarity(0.9, -1), polarity(0.7, 0)];
    expect(summary.score).toBeCloseTo((100 * all.reduce((sum, one) => sum + one, 0)) / 5);
  });

  it("name the first label where two lead", () => {
    const even = [reading(0, read("sad")), reading(1, read("fear"))];
    expect(summarise(even).dominant).toBe("fear");
  });

  it("say none where no face was seen", () => {
    const empty = { read: 0, dominant: "none", noFaceShare: 1, score: 0, positive: 0 };
    expect(summarise([faceless(0)])).toMatchObject(empty);
    expect(summarise([])).toMatchObject(empty);
  });
});
