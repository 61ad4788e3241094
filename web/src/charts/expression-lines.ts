/* The seven expressions as lines of a chart; dashes tell apart what colour alone would not. */
import type { TFunction } from "i18next";
import { LABELS } from "../expressions/expressions";
import type { Line } from "./time-chart";

const DASHES: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [],
  [10, 3, 2, 3],
  [5, 3],
  [3, 5],
];

export function expressionLines(t: TFunction<"expressions">): Line[] {
  return LABELS.map((label, index) => {
    const dash = DASHES[index] ?? [];
    return { name: t(`label.${label}`), token: label, ...(dash.length > 0 && { dash }) };
  });
}
