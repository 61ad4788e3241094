/** A real server of this checkout: started, stopped, started again at the same port. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { printed } from "./printed.js";

export const ROOT = resolve(import.meta.dirname, "../../..");
export const PICTURE = join(ROOT, "tests/data/astronaut.png");
const MIEN = join(ROOT, ".venv/bin/mien");
const START_MILLISECONDS = 90_000;

export class GatewayServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "mien-e2e-"));
  #process: ChildProcess | undefined;

  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    readonly port: number,
    settings: Record<string, string>,
  ) {
    const own = {
      BENTOML_DO_NOT_TRACK: "True",
      MIEN_DATABASE_URL: `sqlite:///${this.#folder}/mien.db`,
      MIEN_JOBS_DIR: join(this.#folder, "jobs"),
    };
    this.#environment = { ...process.env, ...own, ...settings };
  }

  static async start(settings: Record<string, string> = {}): Promise<GatewayServer> {
    const server = new GatewayServer(await freePort(), settings);
    await server.start();
    return server;
  }

  get predict(): string {
    return `http://127.0.0.1:${this.port}/predict`;
  }

  /** Returns when it is ready to answer. */
  async start(): Promise<void> {
    this.#process = spawn(MIEN, ["serve", "--port", String(this.port)], {
      cwd: ROOT,
      env: this.#environment,
      stdio: "ignore",
    });
    await this.#ready();
  }

  /** Runs one of its commands on the same database; what it printed. */
  mien(...words: string[]): Promise<string> {
    return printed(MIEN, words, { cwd: ROOT, env: this.#environment });
  }

  /** Ends it as an operator would; what it stored stays for the next start. */
  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + START_MILLISECONDS;
    while (Date.now() < deadline) {
      if (this.#process?.exitCode !== null) throw new Error("the server ended before it was ready");
      const answer = await fetch(new URL("readyz", this.predict)).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`the server was not ready within ${START_MILLISECONDS / 1000} s`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
