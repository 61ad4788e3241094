/** Calls back for each new frame of a video, until the returned function is called. */

const TIMER_PERIOD = 40;

export function eachFrame(video: HTMLVideoElement, seen: () => void): () => void {
  return "requestVideoFrameCallback" in video ? byCallback(video, seen) : byTimer(video, seen);
}

function byCallback(video: HTMLVideoElement, seen: () => void): () => void {
  const next = () => {
    wanted = video.requestVideoFrameCallback(next);
    seen();
  };
  let wanted = video.requestVideoFrameCallback(next);
  return () => video.cancelVideoFrameCallback(wanted);
}

/** For browsers without frame callbacks: looks often whether the video has moved on. */
function byTimer(video: HTMLVideoElement, seen: () => void): () => void {
  let last = -1;
  const timer = setInterval(() => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.currentTime === last) return;
    last = video.currentTime;
    seen();
  }, TIMER_PERIOD);
  return () => clearInterval(timer);
}
