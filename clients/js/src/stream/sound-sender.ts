/** The sound of a stream, stamped by the same clock as its pictures. */
import type { Connection } from "./connection.js";
import { soundMessage } from "./messages.js";
import { PIECE_SECONDS } from "./pcm.js";
import { hear } from "./sound.js";

const SLACK_SECONDS = 0.25;

export class SoundSender {
  readonly #clock: () => number;
  readonly #connection: Connection;
  readonly #times = new PieceTimes();

  constructor(clock: () => number, connection: Connection) {
    this.#clock = clock;
    this.#connection = connection;
  }

  /** Sends until `signal` is aborted. Rejects where the browser cannot read the sound. */
  async start(
    stream: MediaStream,
    worklet: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await hear(stream, (piece) => this.#send(piece), { worklet, signal });
  }

  #send(piece: Int16Array): void {
    if (!this.#connection.taking || this.#connection.behind) return;
    const seconds = this.#times.next(this.#clock());
    if (seconds !== null) this.#connection.send(soundMessage(seconds, piece));
  }
}

/** When pieces of sound begin: one after the other, unless the clock says otherwise. */
export class PieceTimes {
  #last = Number.NEGATIVE_INFINITY;

  /** The time of a piece that ends about `now` (seconds); null while the clock stands still. */
  next(now: number): number | null {
    const heard = Math.max(0, now - PIECE_SECONDS);
    const following = this.#last + PIECE_SECONDS;
    const seconds = Math.abs(heard - following) < SLACK_SECONDS ? following : heard;
    if (seconds <= this.#last) return null;
    this.#last = seconds;
    return seconds;
  }
}

/** The stream to hear: the video's own, or the one given; null where it has no sound. */
export function soundOf(audio: true | MediaStream, video: HTMLVideoElement): MediaStream | null {
  const stream = audio === true ? video.srcObject : audio;
  return stream instanceof MediaStream && stream.getAudioTracks().length > 0 ? stream : null;
}
