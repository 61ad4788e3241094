/* What a video element needs of a file: an address while it is shown, and its true length. */
import { useEffect, useState } from "react";

/** An address of the blob while the component is there; undefined for its first moment. */
export function useObjectUrl(blob: Blob | null): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [blob]);
  return url;
}

const PAST_ANY_END = 1e7;

/** Seconds. A browser's own recording states no length until its end was sought. */
export async function measured(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!Number.isFinite(video.duration)) return;
      video.removeEventListener("durationchange", look);
      resolve();
    };
    video.addEventListener("durationchange", look);
    video.currentTime = PAST_ANY_END;
  });
  video.currentTime = 0;
  return video.duration;
}
