/* Reads the viewer while the advert plays.

   camera -> live stream -> sample -> second of the advert (PlaybackLog) -> readings, curve, counts */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type LiveReadings, useLiveStream } from "../../camera/live-stream";
import type { Columns } from "../../charts/time-chart";
import { LABELS, type Shares } from "../../expressions/expressions";
import { Curve } from "./curve";
import { probabilitiesOf } from "./measures";
import { now, type Playback } from "./playback";
import { byLabel, type Reading, readingOf } from "./readings";

export interface Progress {
  readonly count: number;
  /** How often each expression was likeliest. */
  readonly counts: Shares;
  readonly columns: Columns;
  /** Whether the newest reading has the viewer's face. */
  readonly face: boolean | null;
  /** Seconds from the newest picture to its reading. */
  readonly lag: number | null;
}

export interface ReadingHandle {
  readonly progress: Progress;
  readonly live: LiveReadings;
  /** Everything that was read so far. */
  readonly readings: () => readonly Reading[];
}

export function useReading(
  face: RefObject<HTMLVideoElement | null>,
  camera: MediaStream | null,
  playback: Playback,
  seconds: number,
): ReadingHandle {
  const tally = useRef<Tally | null>(null);
  tally.current ??= new Tally(seconds);
  const kept = tally.current;
  const [progress, setProgress] = useState(() => kept.progress(null));
  const live = useLiveStream(face, {
    camera,
    sound: false,
    clock: now,
    onSample: (sample) => {
      const position = playback.log.positionAt(sample.seconds);
      if (position === null) return;
      kept.add(readingOf(sample, Math.min(position, seconds)));
      setProgress(kept.progress(now() - sample.seconds));
    },
  });
  const { stream } = live;
  const { moving } = playback;
  useEffect(() => (moving ? stream?.resume() : stream?.pause()), [stream, moving]);
  return { progress, live, readings: useCallback(() => kept.readings, [kept]) };
}

class Tally {
  readonly readings: Reading[] = [];
  readonly #curve: Curve;
  #counts: Shares = byLabel(() => 0);

  constructor(seconds: number) {
    this.#curve = new Curve(seconds, LABELS.length);
  }

  add(reading: Reading): void {
    this.readings.push(reading);
    const { seconds, read } = reading;
    if (!read) return;
    const leading = read.dominant_emotion;
    this.#counts = { ...this.#counts, [leading]: this.#counts[leading] + 1 };
    this.#curve.add(seconds, probabilitiesOf(read));
  }

  progress(lag: number | null): Progress {
    const newest = this.readings.at(-1);
    return {
      count: this.readings.length,
      counts: this.#counts,
      columns: this.#curve.columns(),
      face: newest ? newest.face !== null : null,
      lag,
    };
  }
}
