/** What a browser would bring to a live stream: a camera's video and a socket, both by hand. */

/** A video whose frames are shown by `frame()`. */
export class FakeVideo extends EventTarget {
  videoWidth = 640;
  videoHeight = 480;
  srcObject: unknown = null;
  #wanted: (() => void) | undefined;

  requestVideoFrameCallback(wanted: () => void): number {
    this.#wanted = wanted;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.#wanted = undefined;
  }

  get watched(): boolean {
    return this.#wanted !== undefined;
  }

  frame(): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    wanted?.();
  }
}

/** A socket that the test opens, answers on and closes as the server would. */
export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (socket === undefined) throw new Error("no socket was made");
    return socket;
  }

  readyState = 0;
  bufferedAmount = 0;
  closedWith: number | undefined;
  readonly sent: Uint8Array[] = [];
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number; reason: string }) => void) | undefined;

  constructor(
    readonly address: URL,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  send(message: Uint8Array): void {
    this.sent.push(message);
  }

  close(code = 1006): void {
    this.closedWith = code;
    this.lose(code);
  }

  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  say(told: unknown): void {
    this.onmessage?.({ data: JSON.stringify(told) });
  }

  answer(seconds: number, dropped = 0): void {
    const rest = { viewer: null, voice: null, fused: null, normalised: null };
    this.say({ type: "sample", seconds, faces: [], ...rest, lag: 0.02, dropped });
  }

  lose(code: number, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** The times of the pictures that were sent. */
  get pictures(): number[] {
    const seconds = (message: Uint8Array) => new DataView(message.buffer).getFloat64(1, true);
    return this.sent.filter(([kind]) => kind === 1).map(seconds);
  }
}
