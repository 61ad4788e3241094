/* A viewing in numbers, by the definitions of mien/clips/summary.py.

   readings with the viewer's face -> shares, polarity, EEI, EmoNPS, score, mean point */
import { LABELS, type Label, type Shares } from "../../expressions/expressions";
import { byLabel, ofPolarity, type Reading, readOnes } from "./readings";

export const USUAL_K = 0.5;
export const LEAST_K = 0.2;
export const MOST_K = 1;

/** Percentages in 0..100, shares in 0..1, valence and arousal in -1..1, score in -100..100. */
export interface Summary {
  readonly samples: number;
  readonly read: number;
  readonly noFaceShare: number;
  readonly uncertainShare: number;
  readonly shares: Shares;
  readonly positive: number;
  readonly negative: number;
  readonly neutral: number;
  readonly dominant: Label | "none";
  readonly valence: number;
  readonly arousal: number;
  readonly score: number;
  readonly conflict: number;
}

export function summarise(readings: readonly Reading[]): Summary {
  const read = readOnes(readings);
  const led = read.map(({ dominant_emotion }) => dominant_emotion);
  const shares = byLabel((label) => mean(led.map((one) => Number(one === label))));
  return {
    samples: readings.length,
    read: read.length,
    noFaceShare: readings.length ? mean(readings.map(({ face }) => Number(!face))) : 1,
    uncertainShare: mean(read.map(({ uncertain }) => Number(uncertain))),
    shares,
    positive: 100 * ofPolarity(shares, 1),
    negative: 100 * ofPolarity(shares, -1),
    neutral: 100 * ofPolarity(shares, 0),
    dominant: read.length ? leading(shares) : "none",
    valence: mean(read.map(({ valence }) => valence)),
    arousal: mean(read.map(({ arousal }) => arousal)),
    score: 100 * mean(read.map(({ probabilities }) => polarity(probabilities))),
    conflict: mean(read.map(({ conflict }) => conflict)),
  };
}

/** Emotional Experience Index: %positive − %negative, -100..100. */
export function experienceIndex({ positive, negative }: Summary): number {
  return positive - negative;
}

/** %positive − %negative − k × %neutral; `k` in 0.2..1. */
export function emoNps(summary: Summary, k: number): number {
  return experienceIndex(summary) - k * summary.neutral;
}

/** Probability of the positive minus that of the negative expressions, -1..1. */
function polarity(probabilities: Shares): number {
  return ofPolarity(probabilities, 1) - ofPolarity(probabilities, -1);
}

/** The first of the labels where several lead. */
function leading(shares: Shares): Label {
  return LABELS.reduce((most, label) => (shares[label] > shares[most] ? label : most));
}

function mean(values: readonly number[]): number {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
