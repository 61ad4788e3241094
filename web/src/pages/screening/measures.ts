/* What viewers are compared by: one number a reading, and their lines with the mean. */
import type { Columns } from "../../charts/time-chart";
import { LABELS } from "../../expressions/expressions";
import { Curve } from "./curve";
import { ofPolarity, type Read, type Reading, type Viewing } from "./readings";

export const MEASURES = ["valence", "positive", ...LABELS] as const;
export type Measure = (typeof MEASURES)[number];

export function isMeasure(name: string): name is Measure {
  return MEASURES.some((measure) => measure === name);
}

/** The ends of the axis. */
export function rangeOf(measure: Measure): readonly [number, number] {
  return measure === "valence" ? [-1, 1] : [0, 1];
}

export function measured(read: Read, measure: Measure): number {
  if (measure === "valence") return read.valence;
  if (measure === "positive") return ofPolarity(read.probabilities, 1);
  return read.probabilities[measure];
}

/** Seconds, a line for each viewing, and the mean of those that have a value there. */
export function overlaid(viewings: readonly Viewing[], measure: Measure, seconds: number): Columns {
  const lines = viewings.map((viewing) => lineOf(viewing, measure, seconds));
  const times = new Curve(seconds, 0).columns()[0] ?? [];
  return [times, ...lines, times.map((_, place) => meanAt(lines, place))];
}

function lineOf({ readings }: Viewing, measure: Measure, seconds: number) {
  const curve = new Curve(seconds, 1);
  for (const { seconds: at, face, read } of readings) {
    if (face && read) curve.add(at, [measured(read, measure)]);
  }
  return curve.columns()[1] ?? [];
}

function meanAt(lines: readonly (readonly (number | null)[])[], place: number): number | null {
  const values = lines.flatMap((line) => line[place] ?? []);
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/** Seconds, and a line for each of the seven expressions. */
export function curvesOf(readings: readonly Reading[], seconds: number): Columns {
  const curve = new Curve(seconds, LABELS.length);
  for (const { seconds: at, face, read } of readings) {
    if (face && read) curve.add(at, probabilitiesOf(read));
  }
  return curve.columns();
}

export function probabilitiesOf(read: Read): number[] {
  return LABELS.map((label) => read.probabilities[label]);
}
