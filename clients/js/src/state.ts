/** The state that tells of each change, as version 0.0.3 had it. */
import type { Label, Percentages } from "./labels.js";

/** The latest reading; before the first one `emotion` is empty and `dominant_emotion` "none". */
export interface TrackedState {
  emotion: Percentages;
  dominant_emotion: Label | "none";
}

/** Called before a property is set, so `target` still holds the previous state. */
export type StateCallback = (
  key: keyof TrackedState,
  value: TrackedState[keyof TrackedState],
  target: Readonly<TrackedState>,
) => void;

/** What the callback throws reaches whoever set the property, which is set all the same. */
export function trackedState(callback: StateCallback | undefined): TrackedState {
  const state: TrackedState = { emotion: {}, dominant_emotion: "none" };
  return new Proxy(state, {
    set(target, key, value) {
      try {
        callback?.(key as keyof TrackedState, value, target);
      } finally {
        Reflect.set(target, key, value);
      }
      return true;
    },
  });
}
