/* The road between browser and gateway: a TCP proxy that can be closed, opened again and narrowed. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const TICK_MS = 20;

export class Road {
  /** Bytes a second that a browser can send; the way back is free. */
  width = Number.POSITIVE_INFINITY;
  #port = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly gateway: string) {}

  get address(): string {
    return `http://localhost:${this.#port}`;
  }

  async open(): Promise<void> {
    const server = createServer((browser) => this.#join(browser));
    await new Promise<void>((done) => server.listen(this.#port, "127.0.0.1", done));
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Nobody answers at the address any more, and what was connected is cut. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => (this.#server ? this.#server.close(done) : done(undefined)));
  }

  #join(browser: Socket): void {
    const { hostname, port } = new URL(this.gateway);
    const server = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    server.pipe(browser);
    void this.#carry(browser, server).catch(() => server.destroy());
  }

  async #carry(browser: Socket, server: Socket): Promise<void> {
    for await (const bytes of browser as AsyncIterable<Buffer>) {
      let rest = bytes;
      while (rest.length > 0) {
        const step = Math.max(1, Math.min(rest.length, (this.width * TICK_MS) / 1000));
        server.write(rest.subarray(0, step));
        rest = rest.subarray(step);
        if (Number.isFinite(this.width)) await wait(TICK_MS);
      }
    }
    server.end();
  }
}
