/**
 * EmotionTracker: the whole client of a Mien server behind one constructor.
 *
 *     poll ───> POST /predict ──> tracked state ─> callback
 *     stream ─> WS /stream, recommend ─> POST /api/v1/recommend, both beside /predict
 */
import { type Cancellable, Gateway } from "./gateway.js";
import type {
  MovieRecommendations,
  ProductRecommendations,
  Recommendations,
  RecommendRequest,
} from "./recommending.js";
import type { PictureReading } from "./replies.js";
import { type StateCallback, type TrackedState, trackedState } from "./state.js";
import { LiveStream } from "./stream/live-stream.js";
import type { StreamOptions } from "./stream/options.js";

export const DEFAULT_URL = "http://localhost:3000/predict";

export interface TrackerOptions {
  /** An API key, where the server asks for one. */
  readonly key?: string;
}

/** A picture's file: JPEG, PNG, WebP, GIF or BMP. Node may also give a stream of its bytes. */
export type Picture = Blob | BufferSource | ReadableStream<Uint8Array>;

export class EmotionTracker {
  readonly #gateway: Gateway;
  readonly #state: TrackedState;
  #earlier: Promise<void> = Promise.resolve();

  /** `url` is the server's `/predict` address; a page's own relative address is fine too. */
  constructor(callback?: StateCallback, url: string = DEFAULT_URL, options: TrackerOptions = {}) {
    this.#gateway = new Gateway(url, options.key);
    this.#state = trackedState(callback);
  }

  /** The state that `poll` sets, always the same object. */
  track(): TrackedState {
    return this.#state;
  }

  /**
   * Reads a picture, and sets both properties of the state to the largest face's.
   *
   * Of several polls at once each sets the state in the order of the calls. Rejects with
   * MienError, with the signal's reason, or with what the callback threw.
   */
  async poll(image: Picture, options: Cancellable = {}): Promise<PictureReading> {
    const reading = this.predict(image, options);
    const set = Promise.all([reading, this.#earlier]).then(([read]) => this.#set(read));
    this.#earlier = Promise.allSettled([this.#earlier, set]).then(() => undefined);
    return set;
  }

  /** Reads every face of a picture, and leaves the state as it is. Rejects as `poll`. */
  predict(image: Picture, options: Cancellable = {}): Promise<PictureReading> {
    return this.#gateway.post(this.#gateway.predict, image, "image", options);
  }

  /** Sends a video's pictures, and sound if wanted, as they come, until the stream is closed. */
  stream(video: HTMLVideoElement, options: StreamOptions = {}): LiveStream {
    return new LiveStream(this.#gateway, video, options);
  }

  /** Films or products for an apparent expression. Rejects with MienError or the signal's reason. */
  recommend(
    request: RecommendRequest & { readonly catalog: "products" },
    options?: Cancellable,
  ): Promise<ProductRecommendations>;
  recommend(
    request: RecommendRequest & { readonly catalog?: "movies" },
    options?: Cancellable,
  ): Promise<MovieRecommendations>;
  recommend(request: RecommendRequest, options?: Cancellable): Promise<Recommendations>;
  async recommend(request: RecommendRequest, options: Cancellable = {}): Promise<Recommendations> {
    const address = this.#gateway.beside("api/v1/recommend").href;
    return this.#gateway.post(address, JSON.stringify(request), "application/json", options);
  }

  #set(reading: PictureReading): PictureReading {
    try {
      this.#state.emotion = reading.emotion;
    } finally {
      this.#state.dominant_emotion = reading.dominant_emotion;
    }
    return reading;
  }
}
