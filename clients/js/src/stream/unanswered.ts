/**
 * Pictures that were sent and may still be answered.
 *
 * The server reads pictures in order and never answers one that a newer one replaced, so an answer
 * settles its own picture and all before it. One that is silent for long was lost under load.
 */
import type { PictureSize } from "../replies.js";

/** `seconds` is the picture's time as the server answers it, `at` when it was sent (ms). */
export interface SentPicture {
  readonly seconds: number;
  readonly at: number;
  readonly picture: PictureSize;
}

const LOST_AFTER = 5_000;

export class Unanswered {
  #sent: SentPicture[] = [];

  add(sent: SentPicture): void {
    this.#sent.push(sent);
  }

  /** The picture that an answer at `seconds` belongs to. */
  settle(seconds: number): SentPicture | undefined {
    const answered = this.#sent.find((sent) => sent.seconds === seconds);
    this.#sent = this.#sent.filter((sent) => sent.seconds > seconds);
    return answered;
  }

  /** How many are still expected to be answered at the time `now` (ms). */
  count(now: number): number {
    return this.#sent.filter((sent) => now - sent.at < LOST_AFTER).length;
  }

  /** Milliseconds for which the server has owed an answer. */
  owed(now: number): number {
    const [oldest] = this.#sent;
    return oldest === undefined ? 0 : now - oldest.at;
  }

  clear(): void {
    this.#sent = [];
  }
}
