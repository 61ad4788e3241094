/** The sound of a stream, stamped by the same clock as its pictures. */
import type { Connection } from "./connection.js";
import { soundMessage } from "./messages.js";
import { PIECE_SECONDS } from "./pcm.js";
import { hear } from "./sound.js";

export class SoundSender {
  readonly #clock: () => number;
  readonly #connection: Connection;
  #last = -1;

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
    const seconds = Math.max(0, this.#clock() - PIECE_SECONDS);
    if (seconds <= this.#last || !this.#connection.taking || this.#connection.behind) return;
    this.#last = seconds;
    this.#connection.send(soundMessage(seconds, piece));
  }
}

/** The stream to hear: the video's own, or the one given; null where it has no sound. */
export function soundOf(audio: true | MediaStream, video: HTMLVideoElement): MediaStream | null {
  const stream = audio === true ? video.srcObject : audio;
  return stream instanceof MediaStream && stream.getAudioTracks().length > 0 ? stream : null;
}
