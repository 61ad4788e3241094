/* Watches the advert's player and writes its state down, by the clock that stamps the camera.

   events of the player, and a look every 50 ms -> PlaybackLog; moving -> whether to read */
import { type RefObject, useEffect, useRef, useState } from "react";
import { PlaybackLog } from "./playback-log";

const EVENTS = [
  "play",
  "playing",
  "pause",
  "waiting",
  "seeking",
  "seeked",
  "ratechange",
  "timeupdate",
  "ended",
] as const;
const PERIOD = 50;

export interface Playback {
  readonly log: PlaybackLog;
  /** Whether the advert's picture moves on: not paused, not seeking, not waiting for data. */
  readonly moving: boolean;
  readonly ended: boolean;
  readonly failed: boolean;
  /** Where it stands, in seconds, a few times a second. */
  readonly position: number;
}

/** Seconds of the clock that the advert and the camera share. */
export function now(): number {
  return performance.now() / 1000;
}

export function usePlayback(video: RefObject<HTMLVideoElement | null>): Playback {
  const log = useRef(new PlaybackLog()).current;
  const [state, setState] = useState({ moving: false, ended: false, failed: false, position: 0 });
  useEffect(() => {
    const player = video.current;
    if (!player) return;
    const note = () => {
      const moving = moves(player);
      log.note({ at: now(), position: player.currentTime, moving, rate: player.playbackRate });
    };
    const tell = () => {
      note();
      setState(stateOf(player));
    };
    const stop = new AbortController();
    for (const name of [...EVENTS, "error"]) {
      player.addEventListener(name, tell, { signal: stop.signal });
    }
    const timer = setInterval(note, PERIOD);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [video, log]);
  usePauseWhenHidden(video);
  return { log, ...state };
}

function stateOf(player: HTMLVideoElement): Omit<Playback, "log"> {
  return {
    moving: moves(player),
    ended: player.ended,
    failed: player.error !== null,
    position: player.currentTime,
  };
}

function moves({ paused, seeking, ended, readyState }: HTMLVideoElement): boolean {
  return !paused && !seeking && !ended && readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
}

/** Whoever looks at another tab sees nothing of the advert. */
function usePauseWhenHidden(video: RefObject<HTMLVideoElement | null>): void {
  useEffect(() => {
    const look = () => document.hidden && video.current?.pause();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [video]);
}
