/**
 * A video and its sound to `WS /stream`, and the answers as events.
 *
 *     video ─> PictureSender ─┐                      ┌─> "sample"
 *     sound ─> pieces of PCM ─┴─> Connection ─text───┼─> "fault"
 *                                     └──> "state"   └─> "recording"
 */
import { type Problem, problemOf } from "../errors.js";
import type { Gateway } from "../gateway.js";
import type { Sample } from "../replies.js";
import { Connection, type StreamState } from "./connection.js";
import { type LiveStreamEvents, LiveStreamEventTarget } from "./events.js";
import { type Told, viewerMessage } from "./messages.js";
import type { StreamOptions } from "./options.js";
import { PictureSender } from "./pictures.js";
import { SoundSender, soundOf } from "./sound-sender.js";
import { Counts, type StreamStatistics } from "./statistics.js";

const DEFAULT_RATE = 10;
const DEFAULT_SIDE = 640;

export class LiveStream extends LiveStreamEventTarget {
  /** Resolves when the stream is closed, by whomever; `state` says why. */
  readonly closed: Promise<void>;
  readonly #ending = new AbortController();
  readonly #connection: Connection;
  readonly #pictures: PictureSender;
  readonly #sound: SoundSender;
  readonly #counts = new Counts();
  #asked = false;
  #lastFault = "";

  /** Made by `EmotionTracker.stream`. */
  constructor(gateway: Gateway, video: HTMLVideoElement, options: StreamOptions) {
    super();
    const { rate = DEFAULT_RATE, side = DEFAULT_SIDE, clock = secondsFromNow() } = options;
    this.#connection = new Connection(gateway, options.record ? "?record=true" : "", {
      changed: (state) => this.#changed(state),
      told: (told) => this.#take(told),
      refused: (error) => this.#fault(error),
    });
    const pictures = { rate, side, clock };
    const failed = (error: unknown) => this.#failed("unreadable-video", error);
    this.#pictures = new PictureSender(video, pictures, this.#connection, this.#counts, failed);
    this.#sound = new SoundSender(clock, this.#connection);
    this.closed = this.#untilClosed();
    queueMicrotask(() => this.#start(video, options));
  }

  get state(): StreamState {
    const { state } = this.#connection;
    if (state.phase === "closed" || !this.#paused) return state;
    return { ...state, phase: "paused", reason: this.#asked ? PAUSED : HIDDEN };
  }

  get statistics(): StreamStatistics {
    return this.#counts.snapshot(performance.now());
  }

  /** Reads this track as the viewer, or with null the largest face; a new connection forgets it. */
  follow(track: number | null): void {
    this.#connection.send(viewerMessage(track));
  }

  /** Sends nothing more until `resume`; a page that is hidden pauses by itself. */
  pause(): void {
    this.#asked = true;
    this.#pauseOrResume();
  }

  resume(): void {
    this.#asked = false;
    this.#pauseOrResume();
  }

  /** Ends the stream; the video and its MediaStream stay as they are. */
  close(): void {
    this.#connection.close(CLOSED);
  }

  get #paused(): boolean {
    return this.#asked || document.hidden;
  }

  /** Begins once the page has had the time to listen. */
  #start(video: HTMLVideoElement, { audio, worklet, signal: aborted }: StreamOptions): void {
    const { signal } = this.#ending;
    const abort = () => this.#connection.close(ABORTED);
    if (aborted?.aborted) abort();
    if (signal.aborted) return;
    aborted?.addEventListener("abort", abort, { signal });
    document.addEventListener("visibilitychange", () => this.#pauseOrResume(), { signal });
    if (audio) void this.#hear(soundOf(audio, video), worklet);
    this.#pauseOrResume();
  }

  #untilClosed(): Promise<void> {
    return new Promise((done) => {
      this.#ending.signal.addEventListener("abort", () => done());
    });
  }

  #pauseOrResume(): void {
    if (this.#connection.state.phase === "closed") return;
    if (this.#paused) this.#connection.rest();
    else this.#connection.wake();
    this.#tell("state", this.state);
  }

  #changed({ phase }: StreamState): void {
    if (phase === "open") {
      this.#counts.reconnected();
      this.#pictures.reconnected();
    }
    this.#tell("state", this.state);
    if (phase !== "closed") return;
    this.#pictures.stop();
    this.#ending.abort();
  }

  #take(told: Told): void {
    if (told.type === "sample") this.#sample(told);
    else if (told.type === "recording") this.#tell("recording", { name: told.name });
    else if (told.type === "error") {
      if (told.seconds !== undefined) this.#pictures.settle(told.seconds);
      this.#fault(problemOf(told.error, 0));
    }
  }

  #sample(told: Omit<Sample, "picture">): void {
    const sent = this.#pictures.settle(told.seconds);
    if (sent === undefined) return;
    this.#lastFault = "";
    this.#counts.answer(performance.now(), told.lag, told.dropped, sent.at);
    this.#tell("sample", { ...told, picture: sent.picture });
  }

  async #hear(stream: MediaStream | null, worklet: string | undefined): Promise<void> {
    try {
      if (stream === null) throw new Error("there is no sound in the video's MediaStream");
      await this.#sound.start(stream, worklet, this.#ending.signal);
    } catch (error) {
      this.#failed("unreadable-sound", error);
    }
  }

  /** What this browser cannot do is told once, not for each picture anew. */
  #failed(code: "unreadable-video" | "unreadable-sound", error: unknown): void {
    if (this.#ending.signal.aborted || this.#lastFault === code) return;
    this.#lastFault = code;
    const detail = error instanceof Error ? error.message : String(error);
    this.#fault({ status: 0, code, detail, action: ACTIONS[code] });
  }

  #fault({ status, code, detail, action }: Problem): void {
    this.#tell("fault", { status, code, detail, action });
  }

  #tell<Name extends keyof LiveStreamEvents>(
    name: Name,
    detail: LiveStreamEvents[Name]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const CLOSED = "The stream was closed.";
const ABORTED = "The stream was cancelled.";
const PAUSED = "Paused: nothing is sent.";
const HIDDEN = "The page is hidden: nothing is sent.";
const ACTIONS = {
  "unreadable-video": "Use a camera, or a video of this page's origin or with CORS headers.",
  "unreadable-sound": "Pass the microphone's MediaStream as `audio`; pictures go on without it.",
} as const;

function secondsFromNow(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
