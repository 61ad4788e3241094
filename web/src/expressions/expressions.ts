/* The seven apparent expressions: their polarity, anchors on the circumplex and colours. */
import { LABELS, type Label, type Shares } from "emotion-tracker-js";

export { LABELS, type Label, type Shares };

export const POLARITY: Readonly<Record<Label, -1 | 0 | 1>> = {
  angry: -1,
  disgust: -1,
  fear: -1,
  happy: 1,
  sad: -1,
  surprise: 1,
  neutral: 0,
};

/** Valence and arousal of the labels in -1..1 (Russell and Mehrabian, 1977), as the server has them. */
export const ANCHORS: Readonly<Record<Label, readonly [number, number]>> = {
  angry: [-0.51, 0.59],
  disgust: [-0.6, 0.35],
  fear: [-0.64, 0.6],
  happy: [0.81, 0.51],
  sad: [-0.63, -0.27],
  surprise: [0.4, 0.67],
  neutral: [0, 0],
};

/** A colour of the tokens as the canvas needs it, in the scheme that is shown. */
export function colour(name: string, of: Element = document.documentElement): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  of.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
