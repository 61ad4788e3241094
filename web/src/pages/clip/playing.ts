/* Where a video stands, ten times a second while it plays. */
import { type RefObject, useCallback, useEffect, useState } from "react";

const EVERY_MS = 100;

export interface Playing {
  /** Seconds from the start. */
  readonly moment: number;
  /** Belongs on the video's play, pause, seeked and timeupdate. */
  onPlaying(): void;
}

export function useMoment(video: RefObject<HTMLVideoElement | null>): Playing {
  const [moment, setMoment] = useState(0);
  const [playing, setPlaying] = useState(false);
  const look = useCallback(() => setMoment(video.current?.currentTime ?? 0), [video]);
  const onPlaying = useCallback(() => {
    setPlaying(video.current?.paused === false);
    look();
  }, [video, look]);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [playing, look]);
  return { moment, onPlaying };
}
