/* What is drawn of timeline.json: lines over time, the trail on the plane, what led when. */
import { LABELS, type Label, type Sample } from "emotion-tracker-js";
import type { Columns } from "../../charts/time-chart";
import type { Point } from "../../expressions/plane";
import { type Moment, momentAt } from "../../films/moments";

/** A sample of a clip, as far as it is shown; `fused` without a viewer is a voice alone. */
export type ClipSample = Pick<Sample, "seconds" | "viewer"> & {
  readonly fused: Pick<
    NonNullable<Sample["fused"]>,
    "probabilities" | "dominant_emotion" | "uncertain" | "valence" | "arousal"
  > | null;
};

export interface Timeline {
  readonly seconds: number;
  readonly samples: readonly ClipSample[];
}

const TRAIL_POINTS = 60;

/** Seconds and the seven probabilities; null where no face was the viewer's. */
export function columnsOf({ samples }: Timeline): Columns {
  const line = (label: Label) =>
    samples.map((sample) => read(sample)?.probabilities[label] ?? null);
  return [samples.map(({ seconds }) => seconds), ...LABELS.map(line)];
}

/** The clip's way over the plane in at most sixty points, each the mean of its stretch. */
export function trailOf({ samples }: Timeline): Point[] {
  const points = samples.flatMap((sample) => read(sample) ?? []);
  const stretch = Math.max(1, Math.ceil(points.length / TRAIL_POINTS));
  const starts = Array.from({ length: Math.ceil(points.length / stretch) }, (_, n) => n * stretch);
  return starts.map((start) => mean(points.slice(start, start + stretch)));
}

/** What leads wherever the viewer is seen, to choose the strongest moments from. */
export function momentsOf({ samples }: Timeline): Moment[] {
  return samples.flatMap((sample) => {
    const fused = read(sample);
    return fused ? [momentAt(sample.seconds, fused)] : [];
  });
}

/** The last sample that was taken by a moment of the clip. */
export function sampleAt({ samples }: Timeline, seconds: number): ClipSample | null {
  return samples.findLast((sample) => sample.seconds <= seconds + 0.001) ?? samples[0] ?? null;
}

export function read(sample: ClipSample): ClipSample["fused"] {
  return sample.viewer === null ? null : sample.fused;
}

function mean(points: readonly Point[]): Point {
  const of = (axis: keyof Point) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { valence: of("valence"), arousal: of("arousal") };
}
