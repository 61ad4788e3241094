/* An advert or film from the viewer's disk; it never leaves the browser.

   File -> object URL -> metadata of a video element -> Advert | AdvertFault */
import { useEffect } from "react";
import { lengthOf } from "../../films/length";
import { firstEvent } from "../../films/media-events";

export interface Advert {
  readonly name: string;
  /** An object URL, good while the page shows this advert. */
  readonly url: string;
  /** How long it is. */
  readonly seconds: number;
}

export type AdvertFault = "empty" | "unplayable" | "no-pictures" | "endless";

export class UnusableAdvert extends Error {
  constructor(readonly fault: AdvertFault) {
    super(fault);
  }
}

const LONGEST_WAIT = 15_000;

/** Throws UnusableAdvert for a file that this browser cannot show, or that has no end. */
export async function openAdvert(file: File): Promise<Advert> {
  if (file.size === 0) throw new UnusableAdvert("empty");
  const url = URL.createObjectURL(file);
  const video = document.createElement("video");
  video.muted = true;
  try {
    return { name: file.name, url, seconds: await measured(video, url) };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

async function measured(video: HTMLVideoElement, url: string): Promise<number> {
  video.preload = "metadata";
  video.src = url;
  const known = await firstEvent(video, ["loadedmetadata", "error"], LONGEST_WAIT);
  if (known !== "loadedmetadata") throw new UnusableAdvert("unplayable");
  if (video.videoWidth === 0) throw new UnusableAdvert("no-pictures");
  const seconds = await lengthOf(video);
  if (!Number.isFinite(seconds)) throw new UnusableAdvert("endless");
  if (!(seconds > 0)) throw new UnusableAdvert("unplayable");
  return Number(seconds.toFixed(3));
}

/** Lets go of the file when another one takes its place, or the page is left. */
export function useAdvertRelease(advert: Advert | null): void {
  const url = advert?.url;
  useEffect(() => () => URL.revokeObjectURL(url ?? ""), [url]);
}
