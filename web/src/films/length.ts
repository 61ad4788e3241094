/* How long a video is. A browser's own recording states no length until its end was sought. */
import { firstEvent } from "./media-events";

const PAST_ANY_END = 1e7;
const LONGEST_WAIT = 15_000;

/** Seconds, once the metadata is there; infinite where no end is found in fifteen seconds. */
export async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  const before = video.currentTime;
  video.currentTime = PAST_ANY_END;
  const deadline = performance.now() + LONGEST_WAIT;
  while (!Number.isFinite(video.duration)) {
    const left = deadline - performance.now();
    const came = await firstEvent(video, ["durationchange", "error"], left);
    if (came !== "durationchange") break;
  }
  // Whoever chose another moment meanwhile stays there.
  if (video.currentTime >= video.duration || video.currentTime === PAST_ANY_END) {
    video.currentTime = before;
  }
  return video.duration;
}
