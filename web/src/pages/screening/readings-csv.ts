/* Viewings as a table that can be kept and laid over others another day: one row a reading.

   viewings + advert -> CSV -> readings.csv -> checked rows -> viewings + advert | fault with its line */
import { LABELS } from "../../expressions/expressions";
import { type Cell, parseCsv, toCsv } from "./csv";
import { COLUMNS, type CsvFault, Fields, Refused } from "./csv-fields";
import { byLabel, type Read, type Reading } from "./readings";

/** What a table says of the advert. */
export interface AdvertFacts {
  readonly name: string;
  readonly seconds: number;
}

export interface NamedReadings {
  readonly viewer: string;
  readonly readings: readonly Reading[];
}

export type Imported =
  | { readonly advert: AdvertFacts; readonly viewings: readonly NamedReadings[] }
  | { readonly fault: CsvFault };

export function readingsCsv(advert: AdvertFacts, viewings: readonly NamedReadings[]): string {
  const rows = viewings.flatMap(({ viewer, readings }) =>
    readings.map((reading) => [viewer, advert.name, advert.seconds, ...cells(reading)]),
  );
  return toCsv([COLUMNS, ...rows]);
}

function cells({ seconds, face, read }: Reading): Cell[] {
  return [
    Number(seconds.toFixed(3)),
    ...LABELS.map((label) => read?.probabilities[label] ?? null),
    read?.dominant_emotion ?? null,
    read?.uncertain ?? null,
    read?.valence ?? null,
    read?.arousal ?? null,
    read?.conflict ?? null,
    face?.quality ?? null,
    face?.confidence ?? null,
  ];
}

export function importReadings(text: string): Imported {
  const rows = parseCsv(text);
  if (!rows) return { fault: { reason: "quote", line: 1, column: "" } };
  const [head, ...body] = rows;
  if (!head || body.length === 0) return { fault: { reason: "empty", line: 1, column: "" } };
  const missing = COLUMNS.filter((column) => !head.fields.includes(column));
  if (missing.length > 0) {
    return { fault: { reason: "columns", line: head.line, column: missing.join(", ") } };
  }
  try {
    return collected(body.map((row) => new Fields(head.fields, row)));
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

function collected(rows: readonly Fields[]): Imported {
  const viewings = new Map<string, Reading[]>();
  let advert: AdvertFacts | null = null;
  for (const row of rows) {
    const named = { name: row.text("advert"), seconds: row.number("advert_seconds", 0) };
    advert ??= named;
    if (named.name !== advert.name || named.seconds !== advert.seconds) {
      row.refuse("adverts", "advert");
    }
    const readings = viewings.get(row.text("viewer")) ?? [];
    readings.push(readingIn(row));
    viewings.set(row.text("viewer"), readings);
  }
  const named = [...viewings].map(([viewer, readings]) => ({ viewer, readings }));
  return { advert: advert ?? { name: "", seconds: 0 }, viewings: named };
}

function readingIn(row: Fields): Reading {
  const seconds = row.number("seconds", 0);
  if (row.blank("face_quality")) return { seconds, face: null, read: null };
  const quality = row.number("face_quality", 0, 1);
  const face = { quality, confidence: row.number("face_confidence", 0, 1) };
  return { seconds, face, read: row.blank("dominant_emotion") ? null : readIn(row) };
}

function readIn(row: Fields): Read {
  return {
    probabilities: byLabel((label) => row.number(label, 0, 1)),
    dominant_emotion: row.oneOf("dominant_emotion", LABELS),
    uncertain: row.oneOf("uncertain", ["true", "false"]) === "true",
    valence: row.number("valence", -1, 1),
    arousal: row.number("arousal", -1, 1),
    conflict: row.number("conflict", 0, 1),
  };
}
