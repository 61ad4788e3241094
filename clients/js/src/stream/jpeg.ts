/**
 * A video's current frame as a JPEG file.
 *
 *     frame ─scaled by createImageBitmap─> worker with an OffscreenCanvas ─> JPEG
 *       └────where any of these is missing or refused────> canvas ────────────┘
 */
import type { PictureSize } from "../replies.js";
import source from "./jpeg-worker.js?raw";

export interface EncodedPicture extends PictureSize {
  readonly encoded: Uint8Array;
}

const QUALITY = 0.8;

export class JpegEncoder {
  #worker = EncodingWorker.start();

  /** `side` is the longer side in pixels; smaller videos keep their size. */
  async encode(video: HTMLVideoElement, side: number): Promise<EncodedPicture> {
    const size = scaled(video, side);
    return { ...size, encoded: await this.#encode(video, size) };
  }

  close(): void {
    this.#worker?.close();
    this.#worker = undefined;
  }

  async #encode(video: HTMLVideoElement, size: PictureSize): Promise<Uint8Array> {
    if (this.#worker === undefined) return onCanvas(video, size);
    try {
      return await this.#worker.encode(video, size);
    } catch {
      this.close();
      return onCanvas(video, size);
    }
  }
}

type Answer = { ticket: number; encoded: ArrayBuffer } | { ticket: number; failure: string };

interface Awaiting {
  readonly resolve: (encoded: Uint8Array) => void;
  readonly reject: (reason: Error) => void;
}

class EncodingWorker {
  readonly #address: string;
  readonly #worker: Worker;
  readonly #awaiting = new Map<number, Awaiting>();
  #tickets = 0;
  #ended = false;

  private constructor(address: string) {
    this.#address = address;
    this.#worker = new Worker(address);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#answered(data);
    this.#worker.onerror = () => this.close();
  }

  /** Undefined where the browser has no such workers, or the page's policy forbids this one. */
  static start(): EncodingWorker | undefined {
    if (typeof OffscreenCanvas === "undefined" || typeof Worker === "undefined") return undefined;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      return new EncodingWorker(address);
    } catch {
      URL.revokeObjectURL(address);
      return undefined;
    }
  }

  async encode(video: HTMLVideoElement, { width, height }: PictureSize): Promise<Uint8Array> {
    const shrink = { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" } as const;
    const bitmap = await createImageBitmap(video, shrink);
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(ENDED);
      const ticket = this.#tickets++;
      this.#awaiting.set(ticket, { resolve, reject });
      this.#worker.postMessage({ ticket, bitmap, quality: QUALITY }, [bitmap]);
    });
  }

  close(): void {
    this.#ended = true;
    this.#worker.terminate();
    URL.revokeObjectURL(this.#address);
    for (const { reject } of this.#awaiting.values()) reject(ENDED);
    this.#awaiting.clear();
  }

  #answered(answer: Answer): void {
    const awaiting = this.#awaiting.get(answer.ticket);
    this.#awaiting.delete(answer.ticket);
    if ("encoded" in answer) awaiting?.resolve(new Uint8Array(answer.encoded));
    else awaiting?.reject(new Error(answer.failure));
  }
}

const ENDED = new Error("the worker has ended");

async function onCanvas(video: HTMLVideoElement, size: PictureSize): Promise<Uint8Array> {
  const canvas = Object.assign(document.createElement("canvas"), size);
  canvas.getContext("2d")?.drawImage(video, 0, 0, size.width, size.height);
  const file = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
  if (file === null) throw new Error("the browser made no JPEG of the frame");
  return new Uint8Array(await file.arrayBuffer());
}

function scaled({ videoWidth, videoHeight }: HTMLVideoElement, side: number): PictureSize {
  const scale = Math.min(1, side / Math.max(videoWidth, videoHeight));
  const pixels = (edge: number) => Math.max(1, Math.round(edge * scale));
  return { width: pixels(videoWidth), height: pixels(videoHeight) };
}
