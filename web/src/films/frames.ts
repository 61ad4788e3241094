/* Pictures of a film at given seconds, taken by a video element that nobody sees.

   seconds -> seek -> canvas -> JPEG as a data URL, one after another */
import { useEffect, useState } from "react";
import { firstEvent } from "./media-events";

const WIDTH = 320;
const QUALITY = 0.85;
/** Seconds by which a reading's time may lie past the last picture. */
const ROUNDING = 0.1;
const LONGEST_WAIT = 8_000;

export type Frames = ReadonlyMap<number, string>;

/** Grows picture by picture; a second whose picture cannot be had stays out. */
export function useFrames(url: string | undefined, seconds: readonly number[]): Frames {
  const [frames, setFrames] = useState<Frames>(new Map());
  const wanted = JSON.stringify(seconds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the seconds count, not their array
  useEffect(() => {
    if (!url) return;
    const stop = new AbortController();
    const seen = (at: number, picture: string) =>
      setFrames((before) => new Map([...before, [at, picture]]));
    takeFrames(url, seconds, seen, stop.signal).catch(() => undefined);
    return () => {
      stop.abort();
      setFrames(new Map());
    };
  }, [url, wanted]);
  return frames;
}

async function takeFrames(
  url: string,
  seconds: readonly number[],
  seen: (at: number, picture: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  try {
    video.src = url;
    await firstEvent(video, ["loadeddata", "error"], LONGEST_WAIT, signal);
    for (const at of seconds.filter((one) => one <= video.duration + ROUNDING)) {
      video.currentTime = at;
      const came = await firstEvent(video, ["seeked", "error"], LONGEST_WAIT, signal);
      const picture = came === "seeked" ? pictureOf(video) : null;
      if (picture) seen(at, picture);
    }
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

function pictureOf(video: HTMLVideoElement): string | null {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", QUALITY);
}
