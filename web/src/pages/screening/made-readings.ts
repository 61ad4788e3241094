/* Readings made for the tests of this page. */
import type { Label } from "../../expressions/expressions";
import { byLabel, type Read, type Reading } from "./readings";

export function read(label: Label, share = 0.7, more: Partial<Read> = {}): Read {
  const rest = (1 - share) / 6;
  return {
    probabilities: byLabel((one) => (one === label ? share : rest)),
    dominant_emotion: label,
    uncertain: false,
    valence: 0,
    arousal: 0,
    conflict: 0,
    ...more,
  };
}

export function reading(seconds: number, of: Read | null): Reading {
  return { seconds, face: { quality: 0.9, confidence: 0.8 }, read: of };
}

export function faceless(seconds: number): Reading {
  return { seconds, face: null, read: null };
}
