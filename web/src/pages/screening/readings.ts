/* What was read of a viewer, each reading at its second of the advert. */
import type { Expression, Sample } from "emotion-tracker-js";
import { LABELS, type Label, POLARITY, type Shares } from "../../expressions/expressions";
import { type Moment, momentAt } from "../../films/moments";

export interface Read extends Expression {
  /** Disagreement of what was fused, 0..1. */
  readonly conflict: number;
}

export interface Reading {
  /** Of the advert, not of the day. */
  readonly seconds: number;
  /** The viewer's face, or null where it was not seen. Both numbers in 0..1. */
  readonly face: { readonly quality: number; readonly confidence: number } | null;
  /** Null without a face, and for a face that cannot be read at all. */
  readonly read: Read | null;
}

/** One person watching the advert once. */
export interface Viewing {
  readonly id: number;
  /** A pseudonym. */
  readonly viewer: string;
  readonly readings: readonly Reading[];
}

export function readingOf(sample: Sample, seconds: number): Reading {
  const face = sample.faces.find(({ track }) => track === sample.viewer);
  if (!face) return { seconds, face: null, read: null };
  const { quality, confidence } = face;
  return { seconds, face: { quality, confidence }, read: sample.fused && readOf(sample.fused) };
}

function readOf(fused: Read): Read {
  const { probabilities, dominant_emotion, uncertain, valence, arousal, conflict } = fused;
  return { probabilities, dominant_emotion, uncertain, valence, arousal, conflict };
}

export function readOnes(readings: readonly Reading[]): Read[] {
  return readings.flatMap(({ face, read }) => (face && read ? [read] : []));
}

/** A number for each label, in the type that charts and bars take. */
export function byLabel(value: (label: Label) => number): Shares {
  return Object.fromEntries(LABELS.map((label) => [label, value(label)])) as Shares;
}

/** The sum of the values of one polarity: 1 positive, -1 negative, 0 neutral. */
export function ofPolarity(shares: Shares, side: -1 | 0 | 1): number {
  const values = LABELS.filter((label) => POLARITY[label] === side).map((label) => shares[label]);
  return values.reduce((sum, value) => sum + value, 0);
}

/** What leads wherever the viewer is seen, to choose the strongest moments from. */
export function momentsOf(readings: readonly Reading[]): Moment[] {
  return readings.flatMap(({ seconds, face, read }) =>
    face && read ? [momentAt(seconds, read)] : [],
  );
}
