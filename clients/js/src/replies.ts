/** What the server answers: a picture's reading, and a live stream's samples. */
import type { Label, Percentages, Shares } from "./labels.js";

/** x1, y1, x2, y2 in pixels of the picture that was sent. */
export type Box = readonly [number, number, number, number];

/** An apparent expression; valence and arousal (-1…1) are derived, not measured. */
export interface Expression {
  readonly probabilities: Shares;
  readonly dominant_emotion: Label;
  readonly uncertain: boolean;
  readonly valence: number;
  readonly arousal: number;
}

/** A face of one picture; `confidence` (0…1) is the detector's. */
export interface PictureFace extends Expression {
  readonly box: Box;
  readonly confidence: number;
  readonly emoji: string;
}

/** `emotion` and `dominant_emotion` are those of the largest face; `faces` has it first. */
export interface PictureReading {
  readonly emotion: Percentages;
  readonly dominant_emotion: Label | "none";
  readonly faces: readonly PictureFace[];
}

/** A face of a live stream, which keeps its `track` number while it is seen. */
export interface Face extends Expression {
  readonly track: number;
  readonly box: Box;
  readonly confidence: number;
  /** 0…1: how readable the face is; it weighs the face in fusion. */
  readonly quality: number;
  /** `probabilities` smoothed over time; valence and arousal are derived from these. */
  readonly smoothed: Shares;
}

/** The reading of the three seconds of sound before `heard_until`. */
export interface Voice extends Expression {
  readonly heard_until: number;
  readonly voiced_share: number;
  readonly signal_to_noise: number;
  /** 0…1, and 0 where nobody speaks. */
  readonly quality: number;
}

/** Face and voice as one; `conflict` (0…1) says how far they disagree. */
export interface Fused extends Expression {
  readonly emoji: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly conflict: number;
}

/** The server's answer to one picture. */
export interface Sample {
  readonly type: "sample";
  /** The clock's time of the picture. */
  readonly seconds: number;
  /** The track that is read as the viewer. */
  readonly viewer: number | null;
  readonly faces: readonly Face[];
  readonly voice: Voice | null;
  readonly fused: Fused | null;
  readonly normalised: { readonly valence: number; readonly arousal: number } | null;
  /** Seconds from the picture's arrival at the server to this answer. */
  readonly lag: number;
  /** Pictures of this connection that newer ones replaced on the server, so far. */
  readonly dropped: number;
  /** The size in pixels of the picture that was sent, to which the boxes belong. */
  readonly picture: PictureSize;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}
