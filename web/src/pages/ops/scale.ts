/* Columns of a chart and how high it reaches. */
import type { Columns } from "../../charts/time-chart";
import { KEPT_MS, type Moment } from "./history";
import type { Measures } from "./measures";

/** One number a line; null where there is none. */
export type Reader = (measures: Measures) => readonly (number | null)[];

/** The seconds that every chart spans: the newest moment is at 0. */
export const SPAN = [-KEPT_MS / 1000, 0] as const;

/** Seconds before the newest moment, then a column a line. What is infinite is left out. */
export function columnsOf(moments: readonly Moment[], lines: number, read: Reader): Columns {
  const newest = moments.at(-1)?.at ?? 0;
  const seconds = moments.map(({ at }) => (at - newest) / 1000);
  const rows = moments.map(({ measures }) => (measures ? read(measures) : []));
  const column = (line: number) => rows.map((row) => finite(row[line]));
  return [seconds, ...Array.from({ length: lines }, (_, line) => column(line))];
}

/** The least of 1, 2, 5, 10, 20, 50 … (and tenths of these) that holds all values and `least`. */
export function top(columns: Columns, least: number): number {
  const highest = Math.max(least, ...columns.slice(1).flatMap((column) => column.map(Number)));
  const power = 10 ** Math.floor(Math.log10(highest));
  return power * (STEPS.find((step) => step * power >= highest * (1 - 1e-9)) ?? 10);
}

const STEPS = [1, 2, 5, 10] as const;

function finite(value: number | null | undefined): number | null {
  return value != null && Number.isFinite(value) ? value : null;
}
