/* Records a camera's stream into one clip.

   start() -> MediaRecorder, a chunk a second -> stop(), the time limit, or a lost camera -> Blob */
import { useCallback, useEffect, useRef, useState } from "react";

const TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"] as const;
const BITS_PER_SECOND = 2_500_000;
const CHUNK_MS = 1000;
const TICK_MS = 200;

export interface Recorder {
  /** Seconds recorded, null while nothing is. */
  readonly seconds: number | null;
  start(): void;
  stop(): void;
}

/** The container that this browser records, or null where it records none. */
export function recordedType(): string | null {
  if (typeof MediaRecorder === "undefined") return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/** A camera that goes away ends the recording; what there is of it is finished as ever. */
export function useRecorder(
  stream: MediaStream,
  most: number,
  finished: (clip: Blob) => void,
): Recorder {
  const [seconds, setSeconds] = useState<number | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const whenFinished = useRef(finished);
  whenFinished.current = finished;
  const stop = useCallback(() => {
    if (recorder.current?.state === "recording") recorder.current.stop();
  }, []);
  const start = useCallback(() => {
    recorder.current = begin(stream, (clip) => {
      setSeconds(null);
      whenFinished.current(clip);
    });
    setSeconds(0);
  }, [stream]);
  useEffect(() => stop, [stop]);
  useTicks(seconds !== null, (passed) => (passed >= most ? stop() : setSeconds(passed)));
  return { seconds, start, stop };
}

function begin(stream: MediaStream, finished: (clip: Blob) => void): MediaRecorder {
  const type = recordedType();
  const recorder = new MediaRecorder(stream, {
    ...(type && { mimeType: type }),
    videoBitsPerSecond: BITS_PER_SECOND,
  });
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.onstop = () =>
    finished(new Blob(chunks, { type: recorder.mimeType.replace(/;.*/, "") }));
  recorder.start(CHUNK_MS);
  return recorder;
}

function useTicks(on: boolean, tick: (seconds: number) => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!on) return;
    const begun = performance.now();
    const timer = setInterval(() => latest.current((performance.now() - begun) / 1000), TICK_MS);
    return () => clearInterval(timer);
  }, [on]);
}
