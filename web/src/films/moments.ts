/* The strongest moments of each expression, by the rules of mien/clips/moments.py.

   moments with the viewer's face -> per expression the three strongest, 2 s apart */
import { LABELS, type Label, type Shares } from "../expressions/expressions";

export interface Moment {
  readonly label: Label;
  readonly seconds: number;
  /** Of the label, in 0..1. */
  readonly probability: number;
}

const MOST = 3;
const APART_SECONDS = 2;
const LEAST_PROBABILITY = 0.4;

/** What leads at a moment. */
export function momentAt(
  seconds: number,
  read: { readonly dominant_emotion: Label; readonly probabilities: Shares },
): Moment {
  const label = read.dominant_emotion;
  return { label, seconds, probability: read.probabilities[label] };
}

/** In the order of the labels, the strongest of each first. */
export function strongest(moments: readonly Moment[]): Moment[] {
  const kept = new Map<Label, Moment[]>();
  for (const moment of moments.filter(({ probability }) => probability >= LEAST_PROBABILITY)) {
    kept.set(moment.label, withMoment(kept.get(moment.label) ?? [], moment));
  }
  return LABELS.flatMap((label) => kept.get(label) ?? []);
}

function withMoment(kept: Moment[], moment: Moment): Moment[] {
  const isNear = ({ seconds }: Moment) => Math.abs(seconds - moment.seconds) < APART_SECONDS;
  const stronger = (other: Moment) => other.probability >= moment.probability;
  if (kept.some((other) => isNear(other) && stronger(other))) return kept;
  return [...kept.filter((other) => !isNear(other)), moment]
    .sort((one, other) => other.probability - one.probability)
    .slice(0, MOST);
}
