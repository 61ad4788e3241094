/**
 * A video's frames, as many as the connection and the server can take.
 *
 *     new frame ─> connected? ─> due? ─> room? ─> the clock moved on? ─> JPEG ─> sent
 *
 * There is no room while a picture is being encoded, two are unanswered, or the network is behind.
 */
import type { Connection } from "./connection.js";
import { eachFrame } from "./frames.js";
import { JpegEncoder } from "./jpeg.js";
import { pictureMessage } from "./messages.js";
import { Pace } from "./pace.js";
import type { Counts } from "./statistics.js";
import { type SentPicture, Unanswered } from "./unanswered.js";

const MOST_UNANSWERED = 2;
const MOST_BUFFERED_BYTES = 262_144;

export interface PictureOptions {
  readonly side: number;
  readonly rate: number;
  readonly clock: () => number;
}

export class PictureSender {
  readonly #video: HTMLVideoElement;
  readonly #options: PictureOptions;
  readonly #connection: Connection;
  readonly #counts: Counts;
  readonly #failed: (error: unknown) => void;
  readonly #pace: Pace;
  readonly #jpeg = new JpegEncoder();
  readonly #unanswered = new Unanswered();
  readonly #stopFrames: () => void;
  #encoding = false;
  #last = -1;

  constructor(
    video: HTMLVideoElement,
    options: PictureOptions,
    connection: Connection,
    counts: Counts,
    failed: (error: unknown) => void,
  ) {
    this.#video = video;
    this.#options = options;
    this.#connection = connection;
    this.#counts = counts;
    this.#failed = failed;
    this.#pace = new Pace(options.rate);
    this.#stopFrames = eachFrame(video, () => this.#frame());
  }

  /** The picture that an answer at `seconds` belongs to. */
  settle(seconds: number): SentPicture | undefined {
    return this.#unanswered.settle(seconds);
  }

  /** A new connection answers nothing that went over the last one. */
  reconnected(): void {
    this.#unanswered.clear();
    this.#last = -1;
  }

  stop(): void {
    this.#stopFrames();
    this.#jpeg.close();
  }

  #frame(): void {
    if (this.#video.videoWidth === 0) return;
    this.#connection.wanted();
    const now = performance.now();
    if (!this.#connection.taking || !this.#pace.takes(now)) return;
    if (!this.#hasRoom(now)) {
      this.#counts.skipped += 1;
      return;
    }
    const seconds = Math.round(1000 * this.#options.clock()) / 1000;
    if (seconds > this.#last) void this.#send(seconds);
  }

  #hasRoom(now: number): boolean {
    const unanswered = this.#unanswered.count(now);
    const buffered = this.#connection.buffered;
    return !this.#encoding && unanswered < MOST_UNANSWERED && buffered < MOST_BUFFERED_BYTES;
  }

  async #send(seconds: number): Promise<void> {
    this.#last = seconds;
    this.#encoding = true;
    try {
      const { encoded, ...picture } = await this.#jpeg.encode(this.#video, this.#options.side);
      if (!this.#connection.send(pictureMessage(seconds, encoded))) return;
      this.#unanswered.add({ seconds, at: performance.now(), picture });
      this.#counts.sent += 1;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#encoding = false;
    }
  }
}
