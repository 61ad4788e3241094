/* Which routes and models the charts draw, from what was there in the last minutes. */
import type { Line } from "../../charts/time-chart";
import type { Moment } from "./history";
import type { Measures } from "./measures";

const MOST_ROUTES = 5;
const TOKENS = ["accent", "surprise", "fear", "sad", "happy"] as const;
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 3]];

/** The busiest ones by name, so that lines keep their colour while they stay the busiest. */
export function busiestRoutes(moments: readonly Moment[]): string[] {
  const sums = new Map<string, number>();
  for (const { route, rate } of all(moments, ({ routes }) => routes)) {
    sums.set(route, (sums.get(route) ?? 0) + rate);
  }
  const sorted = [...sums].sort(([, one], [, other]) => other - one);
  return sorted
    .slice(0, MOST_ROUTES)
    .map(([route]) => route)
    .sort();
}

export function modelsSeen(moments: readonly Moment[]): string[] {
  return [...new Set(all(moments, ({ models }) => models).map(({ model }) => model))].sort();
}

/** A line a name, told apart by colour and dashes. */
export function linesOf(names: readonly string[]): Line[] {
  return names.map((name, place) => {
    const dash = DASHES[place % DASHES.length] ?? [];
    const token = TOKENS[place % TOKENS.length] ?? "accent";
    return { name, token, ...(dash.length > 0 && { dash }) };
  });
}

function all<One>(moments: readonly Moment[], of: (measures: Measures) => readonly One[]): One[] {
  return moments.flatMap(({ measures }) => (measures ? of(measures) : []));
}
