/**
 * One WebSocket after another, for as long as the stream is wanted.
 *
 *     connecting ─> open ─lost─> waiting ─after a while─> connecting
 *         │           └─nothing was sent─> waiting without a time ─wake─> connecting
 *         └─refused, or closed by the page─> closed
 */
import type { MienError } from "../errors.js";
import type { Gateway } from "../gateway.js";
import { read, type Told } from "./messages.js";
import { ENDED, IDLE, LOST, REFUSED, reasonFor, waitBefore } from "./retry.js";
import { sentence, unusable, whyUnopened } from "./unopened.js";

export type StreamPhase = "connecting" | "open" | "paused" | "waiting" | "closed";

export interface StreamState {
  readonly phase: StreamPhase;
  /** A sentence for people: why the stream is in this phase; empty where all is well. */
  readonly reason: string;
  /** The code that the last connection was closed with. */
  readonly code: number | null;
  /** How many connections in a row were lost or not made. */
  readonly attempt: number;
  /** When the next connection is made (as `Date.now()`); null where no time is set. */
  readonly retryAt: number | null;
}

export interface ConnectionEvents {
  readonly changed: (state: StreamState) => void;
  readonly told: (told: Told) => void;
  readonly refused: (error: MienError) => void;
}

const OPENING_MILLISECONDS = 10_000;
const MOST_BUFFERED_BYTES = 262_144;

export class Connection {
  readonly #gateway: Gateway;
  readonly #query: string;
  readonly #on: ConnectionEvents;
  readonly #ending = new AbortController();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resting = false;
  #attempt = 0;
  #state: StreamState = { phase: "waiting", reason: "", code: null, attempt: 0, retryAt: null };

  constructor(gateway: Gateway, query: string, on: ConnectionEvents) {
    this.#gateway = gateway;
    this.#query = query;
    this.#on = on;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Whether the network has yet to take much of what was sent. */
  get behind(): boolean {
    return (this.#socket?.bufferedAmount ?? 0) > MOST_BUFFERED_BYTES;
  }

  /** Whether what is sent now goes out. */
  get taking(): boolean {
    return this.#state.phase === "open" && !this.#resting;
  }

  /** There is something to send: connects, unless a time for the next try is set. */
  wanted(): void {
    if (this.#resting || this.#state.phase !== "waiting" || this.#state.retryAt !== null) return;
    this.#connect();
  }

  /** Ends a rest. */
  wake(): void {
    this.#resting = false;
    this.wanted();
  }

  /** Keeps the connection while the server does, and makes no other before `wake`. */
  rest(): void {
    this.#resting = true;
    if (this.#state.phase !== "waiting") return;
    clearTimeout(this.#timer);
    this.#change({ retryAt: null });
  }

  /** Without a connection the message is lost. */
  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  /** Gives up a connection on which nothing comes any more, and makes another one. */
  renew(reason: string): void {
    this.#leave();
    this.#tryLater(reason, LOST, waitBefore(this.#attempt + 1, LOST));
  }

  close(reason: string): void {
    this.#end(reason, ENDED);
  }

  #connect(): void {
    this.#change({ phase: "connecting" });
    try {
      this.#socket = this.#opened();
    } catch (error) {
      this.#refuse(unusable(this.#gateway.predict, error), LOST);
    }
  }

  #opened(): WebSocket {
    const address = this.#gateway.beside(`stream${this.#query}`);
    address.protocol = address.protocol.replace("http", "ws");
    const { key } = this.#gateway;
    const socket = new WebSocket(address, key === undefined ? [] : ["mien", key]);
    let answered = false;
    this.#timer = setTimeout(() => socket.close(), OPENING_MILLISECONDS);
    socket.onopen = () => {
      answered = true;
      clearTimeout(this.#timer);
      this.#change({ phase: "open", reason: "", retryAt: null });
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      this.#attempt = 0;
      this.#on.told(read(String(data)));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      clearTimeout(this.#timer);
      if (answered) this.#lost(code, reason);
      else void this.#unopened();
    };
    return socket;
  }

  #lost(code: number, said: string): void {
    const reason = reasonFor(code, said);
    if (code === REFUSED) this.#end(reason, code);
    else if (code === IDLE) this.#change({ phase: "waiting", reason, code, retryAt: null });
    else this.#tryLater(reason, code, waitBefore(this.#attempt + 1, code));
  }

  async #unopened(): Promise<void> {
    const why = await whyUnopened(this.#gateway, this.#ending.signal);
    if (this.#ending.signal.aborted) return;
    if ("refusal" in why) this.#refuse(why.refusal, REFUSED);
    else this.#tryLater(why.reason, LOST, why.wait ?? waitBefore(this.#attempt + 1, LOST));
  }

  #tryLater(reason: string, code: number, milliseconds: number): void {
    this.#attempt += 1;
    const retryAt = this.#resting ? null : Date.now() + milliseconds;
    if (!this.#resting) this.#timer = setTimeout(() => this.#connect(), milliseconds);
    this.#change({ phase: "waiting", reason, code, retryAt });
  }

  #refuse(error: MienError, code: number): void {
    this.#on.refused(error);
    this.#end(`${sentence(error.detail)} ${error.action}`, code);
  }

  #end(reason: string, code: number): void {
    if (this.#state.phase === "closed") return;
    clearTimeout(this.#timer);
    this.#ending.abort();
    this.#leave();
    this.#change({ phase: "closed", reason, code, retryAt: null });
  }

  #leave(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(ENDED);
  }

  #change(to: Partial<StreamState>): void {
    this.#state = { ...this.#state, ...to, attempt: this.#attempt };
    this.#on.changed(this.#state);
  }
}
