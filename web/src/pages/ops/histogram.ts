/* What cumulative buckets say: how many, their mean, and quantiles between the bounds. */
import { numberOf, type Series } from "./prometheus";

export interface Bucket {
  /** Upper bound, included; Infinity for the last. */
  readonly bound: number;
  /** Observations at or below the bound. */
  readonly count: number;
}

export interface Histogram {
  readonly count: number;
  readonly sum: number;
  /** By bound, the lowest first. */
  readonly buckets: readonly Bucket[];
}

/** Everything of a family that `counts` lets through, added up. */
export function histogram(
  series: readonly Series[],
  name: string,
  counts: (labels: Series["labels"]) => boolean = () => true,
): Histogram {
  const buckets = new Map<number, number>();
  let count = 0;
  let sum = 0;
  for (const one of series) {
    if (!one.name.startsWith(name) || !counts(one.labels)) continue;
    if (one.name === `${name}_count`) count += one.value;
    if (one.name === `${name}_sum`) sum += one.value;
    if (one.name === `${name}_bucket`) {
      const bound = numberOf(one.labels.le ?? "Inf");
      buckets.set(bound, (buckets.get(bound) ?? 0) + one.value);
    }
  }
  const sorted = [...buckets].map(([bound, below]) => ({ bound, count: below }));
  return { count, sum, buckets: sorted.sort((one, other) => one.bound - other.bound) };
}

export function mean({ count, sum }: Histogram): number | null {
  return count > 0 ? sum / count : null;
}

/** Linear within its bucket, as Prometheus' histogram_quantile; null where nothing was observed.
 * Above the highest finite bound it is Infinity: nothing says how far. */
export function quantile({ count, buckets }: Histogram, share: number): number | null {
  if (count <= 0) return null;
  const rank = share * count;
  const place = buckets.findIndex((bucket) => bucket.count >= rank);
  const bucket = buckets[place];
  if (!bucket || !Number.isFinite(bucket.bound)) return Number.POSITIVE_INFINITY;
  const below = buckets[place - 1] ?? { bound: 0, count: 0 };
  const inside = bucket.count - below.count;
  const depth = inside > 0 ? (rank - below.count) / inside : 1;
  return below.bound + (bucket.bound - below.bound) * depth;
}

/** Observations of each bucket alone, those without any left out. */
export function parts({ buckets }: Histogram): { from: number; bucket: Bucket }[] {
  return buckets
    .map(({ bound, count }, place) => {
      const before = buckets[place - 1];
      return { from: before?.bound ?? 0, bucket: { bound, count: count - (before?.count ?? 0) } };
    })
    .filter(({ bucket }) => bucket.count > 0);
}
