/**
 * One WebSocket after another, for as long as the stream is wanted.
 *
 *     connecting ─> open ─lost─> waiting ─after a while─> connecting
 *         │           └─nothing was sent─> waiting without a time ─wake─> connecting
 *         └─refused, or closed by the page─> closed
 */
import { MienError } from "../errors.js";
import type { Gateway } from "../gateway.js";
import { ENDED, IDLE, LOST, REFUSED, reasonFor, waitBefore } from "./retry.js";

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
  readonly told: (text: string) => void;
  readonly refused: (error: MienError) => void;
}

const DIAGNOSIS_MILLISECONDS = 5_000;

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

  /** Bytes that were sent and have not left yet. */
  get buffered(): number {
    return this.#socket?.bufferedAmount ?? 0;
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

  send(message: Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(message);
    return true;
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
    socket.onopen = () => {
      answered = true;
      this.#change({ phase: "open", reason: "", retryAt: null });
    };
    socket.onmessage = ({ data }) => {
      this.#attempt = 0;
      this.#on.told(String(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      if (answered) this.#lost(code, reason);
      else void this.#diagnose();
    };
    return socket;
  }

  #lost(code: number, said: string): void {
    const reason = reasonFor(code, said);
    if (code === REFUSED) this.#end(reason, code);
    else if (code === IDLE) this.#change({ phase: "waiting", reason, code, retryAt: null });
    else this.#tryLater(reason, code, waitBefore(this.#attempt + 1, code));
  }

  /** A browser does not tell why a WebSocket was not opened; a request over HTTP does. */
  async #diagnose(): Promise<void> {
    const limit = AbortSignal.timeout(DIAGNOSIS_MILLISECONDS);
    const signal = AbortSignal.any([this.#ending.signal, limit]);
    const error: unknown = await this.#gateway.refusal(signal).catch((problem) => problem);
    if (this.#ending.signal.aborted) return;
    const wait = waitBefore(this.#attempt + 1, LOST);
    if (error === null) this.#tryLater(NO_SOCKETS, LOST, wait);
    else if (!(error instanceof MienError)) this.#tryLater(SILENT, LOST, wait);
    else if (error.status === 401 || error.status === 403) this.#refuse(error, REFUSED);
    else this.#tryLater(sentence(error.detail), LOST, 1000 * (error.retryAfter ?? 0) || wait);
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
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(ENDED);
    this.#change({ phase: "closed", reason, code, retryAt: null });
  }

  #change(to: Partial<StreamState>): void {
    this.#state = { ...this.#state, ...to, attempt: this.#attempt };
    this.#on.changed(this.#state);
  }
}

const NO_SOCKETS =
  "The server answers, but opens no live stream. Does a proxy on the way pass WebSockets on?";
const SILENT = "The server takes too long to answer.";

function unusable(address: string, cause: unknown): MienError {
  const problem = {
    status: 0,
    code: "unusable-address",
    detail: `no live stream can be opened beside ${address}: ${String(cause)}`,
    action: "Give the address of /predict, with https from a page that has it, and a valid key.",
  };
  return new MienError(problem, null, cause);
}

function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}
