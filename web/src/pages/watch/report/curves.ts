/* A report's moments as the columns of its two charts; a line breaks where nothing was read. */
import type { Columns } from "../../../charts/time-chart";
import { LABELS } from "../../../expressions/expressions";
import type { Moment, OverTime } from "../replies";

export interface Curves {
  readonly emotions: Columns;
  readonly polarity: Columns;
}

export function curvesOf({ gap_seconds, moments }: OverTime): Curves {
  const places = broken(moments, gap_seconds);
  const seconds = places.map((place) => place.seconds);
  const column = (value: (moment: Moment) => number) =>
    places.map((place) => (place.moment ? value(place.moment) : null));
  return {
    emotions: [seconds, ...LABELS.map((label) => column((one) => one.probabilities[label]))],
    polarity: [seconds, column((one) => one.positive), column((one) => one.negative)],
  };
}

interface Place {
  readonly seconds: number;
  readonly moment: Moment | null;
}

function broken(moments: readonly Moment[], gap: number): Place[] {
  return moments.flatMap((moment, index): Place[] => {
    const before = moments[index - 1];
    const here = { seconds: moment.seconds, moment };
    if (!before || moment.seconds - before.seconds <= gap) return [here];
    return [{ seconds: (before.seconds + moment.seconds) / 2, moment: null }, here];
  });
}
