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
const SILENCE = 10_000;
const SILENT = "The server has answered nothing for ten seconds.";

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
    if (this.#unanswered.owed(now) > SILENCE) this.#connection.renew(SILENT);
    else if (this.#hasRoom(now)) void this.#send();
    else this.#counts.skipped += 1;
  }

  #hasRoom(now: number): boolean {
    if (this.#encoding || this.#connection.behind) return false;
    return this.#unanswered.count(now) < MOST_UNANSWERED;
  }

  /** The server answers times to the millisecond. */
  async #send(): Promise<void> {
    const seconds = Math.round(1000 * this.#options.clock()) / 1000;
    if (seconds <= this.#last) return;
    this.#last = seconds;
    this.#encoding = true;
    try {
      const { encoded, ...picture } = await this.#jpeg.encode(this.#video, this.#options.side);
      if (!this.#connection.taking) return;
      this.#connection.send(pictureMessage(seconds, encoded));
      this.#unanswered.add({ seconds, at: performance.now(), picture });
      this.#counts.sent += 1;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#encoding = false;
    }
  }
}
