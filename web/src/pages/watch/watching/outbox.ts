/* Readings on their way to the session: none is lost and none is stored twice.

   add -> queue -> batch --posted--> acknowledged
                     └─ lost, 5xx, 429: the same batch once more ; refused: closed

A batch stays as it is until it is acknowledged, and a reading's number is its millisecond: what
the server already has, it counts as known. */
import { type Fused, MienError } from "emotion-tracker-js";

/** Of a sample what the server stores. */
export interface Read {
  readonly seconds: number;
  readonly fused: Pick<Fused, "probabilities" | "valence" | "arousal" | "uncertain" | "weights">;
}

export interface OutboxState {
  readonly acknowledged: number;
  readonly waiting: number;
  /** Why the last try failed; it is tried again. */
  readonly trouble: unknown;
  /** Why the server takes no more readings of this session. */
  readonly refused: MienError | null;
}

const MOST_AT_ONCE = 2_000;

export class Outbox {
  #queue: Read[] = [];
  #batch: readonly Read[] = [];
  #acknowledged = 0;
  #trouble: unknown = null;
  #refused: MienError | null = null;
  #notBefore = 0;
  #sending: Promise<void> | null = null;
  #draining = false;

  constructor(
    private readonly post: (batch: readonly Read[]) => Promise<unknown>,
    private readonly changed: (state: OutboxState) => void,
  ) {}

  get state(): OutboxState {
    return {
      acknowledged: this.#acknowledged,
      waiting: this.#queue.length + this.#batch.length,
      trouble: this.#trouble,
      refused: this.#refused,
    };
  }

  add(read: Read): void {
    if (this.#refused === null && !this.#draining) this.#queue.push(read);
  }

  /** Sends what waits, unless the server asked for patience. */
  async tick(): Promise<void> {
    if (Date.now() >= this.#notBefore) await this.#send();
  }

  /** Sends until nothing waits, and takes nothing meanwhile. Throws why it failed, and keeps it. */
  async drain(): Promise<void> {
    this.#draining = true;
    try {
      while (this.#refused === null && this.state.waiting > 0) {
        await this.#send();
        if (this.#trouble !== null) throw this.#trouble;
      }
    } finally {
      this.#draining = false;
    }
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = null;
      this.changed(this.state);
    });
    return this.#sending;
  }

  async #sendBatch(): Promise<void> {
    if (this.#batch.length === 0) this.#batch = this.#queue.splice(0, MOST_AT_ONCE);
    if (this.#batch.length === 0 || this.#refused !== null) return;
    try {
      await this.post(this.#batch);
      this.#acknowledged += this.#batch.length;
      this.#batch = [];
      this.#trouble = null;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (error instanceof MienError && isFinal(error)) {
      this.#refused = error;
      this.#trouble = null;
      this.#batch = [];
      this.#queue = [];
      return;
    }
    this.#trouble = error;
    const wait = error instanceof MienError ? (error.retryAfter ?? 0) : 0;
    this.#notBefore = Date.now() + 1000 * wait;
  }
}

/** Waiting helps against a busy server, and against this clock being ahead of the server's. */
function isFinal({ status, code }: MienError): boolean {
  const passing = [408, 425, 429].includes(status) || code === "future-reading";
  return status >= 400 && status < 500 && !passing;
}
