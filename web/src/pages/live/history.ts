/* The last seconds of a live stream, as columns for the chart and points for the circumplex. */
import type { Sample } from "emotion-tracker-js";
import type { Columns } from "../../charts/time-chart";
import { LABELS } from "../../expressions/expressions";
import type { Point } from "../../expressions/plane";

export const CHART_SECONDS = 30;
export const TRAIL_SECONDS = 4;

export type History = readonly Sample[];

/** The history with one more sample, without what is older than the chart. */
export function remembered(history: History, sample: Sample): History {
  const from = sample.seconds - CHART_SECONDS;
  return [...history.filter(({ seconds }) => seconds >= from), sample];
}

/** Seconds before now (negative), then the seven shares; null where no face was read. */
export function chartColumns(history: History): Columns {
  const now = history.at(-1)?.seconds ?? 0;
  return [
    history.map(({ seconds }) => seconds - now),
    ...LABELS.map((label) => history.map(({ fused }) => fused?.probabilities[label] ?? null)),
  ];
}

/** Where the fused reading stood in the last seconds, the oldest first. */
export function trail(history: History): readonly Point[] {
  const from = (history.at(-1)?.seconds ?? 0) - TRAIL_SECONDS;
  return history.flatMap(({ seconds, fused }) => (seconds >= from && fused ? [fused] : []));
}
