/* One row of a table of readings, each field checked; what is wrong is refused with its line. */
import { LABELS } from "../../expressions/expressions";
import { type Row, unguarded } from "./csv";

export interface CsvFault {
  readonly reason: "empty" | "quote" | "columns" | "fields" | "value" | "adverts";
  readonly line: number;
  /** The column, or the missing columns. */
  readonly column: string;
}

export const COLUMNS = [
  "viewer",
  "advert",
  "advert_seconds",
  "seconds",
  ...LABELS,
  "dominant_emotion",
  "uncertain",
  "valence",
  "arousal",
  "conflict",
  "face_quality",
  "face_confidence",
] as const;
type Column = (typeof COLUMNS)[number];

export class Refused extends Error {
  constructor(readonly fault: CsvFault) {
    super(fault.reason);
  }
}

export class Fields {
  readonly #values: ReadonlyMap<string, string>;

  constructor(
    names: readonly string[],
    private readonly row: Row,
  ) {
    if (row.fields.length !== names.length) this.refuse("fields", "");
    this.#values = new Map(names.map((name, place) => [name, row.fields[place] ?? ""]));
  }

  text(column: Column): string {
    const value = unguarded(this.#values.get(column) ?? "").trim();
    return value || this.refuse("value", column);
  }

  blank(column: Column): boolean {
    return this.#values.get(column) === "";
  }

  number(column: Column, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = Number(this.text(column));
    const fits = value >= least && value <= most;
    return fits ? value : this.refuse("value", column);
  }

  oneOf<Value extends string>(column: Column, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.text(column).toLowerCase());
    return found ?? this.refuse("value", column);
  }

  refuse(reason: CsvFault["reason"], column: string): never {
    throw new Refused({ reason, line: this.row.line, column });
  }
}
