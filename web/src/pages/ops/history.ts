/* What the charts have to show: five minutes of measures, with gaps where nobody answered.

   Look -> increases of the last ten seconds -> a moment with its measures; missed() -> a gap */
import { type Increase, increase, type Look, together } from "./increase";
import { type Measures, measure } from "./measures";

export interface Moment {
  /** As of the looks. */
  readonly at: number;
  readonly measures: Measures | null;
}

export interface History {
  readonly moments: readonly Moment[];
  readonly last: Look | null;
  readonly window: readonly Increase[];
}

export const KEPT_MS = 300_000;
export const WINDOW_SECONDS = 10;

export const NOTHING_YET: History = { moments: [], last: null, window: [] };

export function seen(history: History, look: Look): History {
  if (!history.last) return { ...history, last: look };
  const window = newest([...history.window, increase(history.last, look)]);
  const measures = measure(together(window), look.series);
  return { moments: added(history, { at: look.at, measures }), last: look, window };
}

/** Nobody answered or nobody looked: rates over the gap would be wrong, so counting starts anew. */
export function missed(history: History, at: number): History {
  if (history.moments.length === 0) return NOTHING_YET;
  return { moments: added(history, { at, measures: null }), last: null, window: [] };
}

function added({ moments }: History, moment: Moment): Moment[] {
  return [...moments.filter(({ at }) => at >= moment.at - KEPT_MS), moment];
}

/** As many of the last increases as fit the window, and the newest in any case. */
function newest(increases: readonly Increase[]): Increase[] {
  const kept: Increase[] = [];
  let seconds = 0;
  for (const one of [...increases].reverse()) {
    seconds += one.seconds;
    if (kept.length > 0 && seconds > WINDOW_SECONDS + 1) break;
    kept.unshift(one);
  }
  return kept;
}
