/* What counters grew by between two looks at the metrics.

   Look, Look -> Increase; a server that restarted counts from nothing, so nothing is negative */
import type { Series } from "./prometheus";

export interface Look {
  /** Milliseconds of a clock that only grows. */
  readonly at: number;
  readonly series: readonly Series[];
}

export interface Increase {
  readonly seconds: number;
  /** Counters and the parts of histograms, by what they grew. */
  readonly grown: readonly Series[];
}

export function increase(before: Look, after: Look): Increase {
  const old = new Map(counted(before).map((series) => [keyOf(series), series.value]));
  const now = counted(after);
  const present = new Set(now.map(keyOf));
  const restarted =
    now.some((series) => series.value < (old.get(keyOf(series)) ?? 0)) ||
    [...old.keys()].some((key) => !present.has(key));
  const grown = now.map((series) => {
    const start = restarted ? 0 : (old.get(keyOf(series)) ?? 0);
    return { ...series, value: series.value - start };
  });
  return { seconds: (after.at - before.at) / 1000, grown };
}

/** Several increases, one after another, as one. */
export function together(increases: readonly Increase[]): Increase {
  const sums = new Map<string, Series>();
  for (const series of increases.flatMap(({ grown }) => grown)) {
    const key = keyOf(series);
    sums.set(key, { ...series, value: series.value + (sums.get(key)?.value ?? 0) });
  }
  const seconds = increases.reduce((sum, each) => sum + each.seconds, 0);
  return { seconds, grown: [...sums.values()] };
}

function counted({ series }: Look): Series[] {
  return series.filter(({ kind }) => kind === "counter" || kind === "histogram");
}

function keyOf({ name, labels }: Series): string {
  return JSON.stringify([name, Object.entries(labels).sort()]);
}
