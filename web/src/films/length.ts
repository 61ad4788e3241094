/* How long a video is. A browser's own recording states no length until its end was sought. */
import { firstEvent } from "./media-events";

const PAST_ANY_END = 1e7;
const LONGEST_WAIT = 15_000;

/** Seconds, once the metadata is there; infinite where no end is found in fifteen seconds. */
export async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  video.currentTime = PAST_ANY_END;
  await firstEvent(video, ["durationchange", "error"], LONGEST_WAIT);
  video.currentTime = 0;
  return video.duration;
}
