/* The numbers of the viewers as a table, its columns named as those of summaries.parquet. */
import { LABELS } from "../../expressions/expressions";
import { type Cell, toCsv } from "./csv";
import type { AdvertFacts, NamedReadings } from "./readings-csv";
import { emoNps, experienceIndex, type Summary, summarise } from "./summary";

const COLUMNS = [
  "viewer",
  "advert",
  "duration",
  "samples",
  ...LABELS.map((label) => `share_${label}`),
  "dominant_emotion",
  "valence",
  "arousal",
  "score",
  "positive",
  "negative",
  "neutral",
  "experience_index",
  "k",
  "emonps",
  "no_face_share",
  "uncertain_share",
  "conflict",
];

export function summaryCsv(
  advert: AdvertFacts,
  viewings: readonly NamedReadings[],
  k: number,
): string {
  const row = ({ viewer, readings }: NamedReadings) => [
    viewer,
    advert.name,
    advert.seconds,
    ...cells(summarise(readings), k),
  ];
  return toCsv([COLUMNS, ...viewings.map(row)]);
}

function cells(summary: Summary, k: number): Cell[] {
  const numbers = [
    summary.valence,
    summary.arousal,
    summary.score,
    summary.positive,
    summary.negative,
    summary.neutral,
    experienceIndex(summary),
    k,
    emoNps(summary, k),
    summary.noFaceShare,
    summary.uncertainShare,
    summary.conflict,
  ];
  const shares = LABELS.map((label) => rounded(summary.shares[label]));
  return [summary.samples, ...shares, summary.dominant, ...numbers.map(rounded)];
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
