/* The strongest moments of each expression, by the rules of mien/clips/moments.py.

   readings with the viewer's face -> per expression the three strongest, 2 s apart */
import { LABELS, type Label } from "../../expressions/expressions";
import type { Reading } from "./readings";

export interface Moment {
  readonly label: Label;
  readonly seconds: number;
  readonly probability: number;
}

export const MOST = 3;
export const APART_SECONDS = 2;
export const LEAST_PROBABILITY = 0.4;

/** In the order of the labels, the strongest of each first. */
export function strongest(readings: readonly Reading[]): Moment[] {
  const kept = new Map<Label, Moment[]>();
  for (const moment of readings.flatMap(momentOf)) {
    kept.set(moment.label, withMoment(kept.get(moment.label) ?? [], moment));
  }
  return LABELS.flatMap((label) => kept.get(label) ?? []);
}

function momentOf({ seconds, face, read }: Reading): Moment[] {
  if (!face || !read) return [];
  const probability = read.probabilities[read.dominant_emotion];
  if (probability < LEAST_PROBABILITY) return [];
  return [{ label: read.dominant_emotion, seconds, probability }];
}

function withMoment(kept: Moment[], moment: Moment): Moment[] {
  const isNear = ({ seconds }: Moment) => Math.abs(seconds - moment.seconds) < APART_SECONDS;
  const stronger = (other: Moment) => other.probability >= moment.probability;
  if (kept.some((other) => isNear(other) && stronger(other))) return kept;
  return [...kept.filter((other) => !isNear(other)), moment]
    .sort((one, other) => other.probability - one.probability)
    .slice(0, MOST);
}
