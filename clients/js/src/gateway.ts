/** A Mien server as its `/predict` address names it: where its routes are, and one request. */
import { MienError, refusal, unreachable } from "./errors.js";

export interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

/** `duplex` lets Node send a body that is read as it goes, such as a file's stream. */
type Posted = RequestInit & { readonly duplex: "half" };

export class Gateway {
  constructor(
    readonly predict: string,
    readonly key: string | undefined,
  ) {}

  /** The address of another route of the same server, such as `stream`. */
  beside(route: string): URL {
    const page = typeof location === "undefined" ? undefined : location.href;
    return new URL(route, new URL(this.predict, page));
  }

  /** Rejects with MienError, or with the signal's reason once that is aborted. */
  async post<Reply>(address: string, body: BodyInit, type: string, { signal }: Cancellable) {
    const init: Posted = { method: "POST", body, duplex: "half", ...this.#sent(type, signal) };
    const response = await this.#answer(address, init);
    if (!response.ok) throw await refusal(response);
    return this.#read<Reply>(response, signal);
  }

  /** Why the server lets nobody in with this key; null where it does. Rejects if unreachable. */
  async refusal(signal: AbortSignal): Promise<MienError | null> {
    const response = await this.#answer(this.predict, this.#sent(undefined, signal));
    return [401, 403, 429].includes(response.status) ? refusal(response) : null;
  }

  #sent(type: string | undefined, signal: AbortSignal | undefined): RequestInit {
    const headers = new Headers(type === undefined ? {} : { "Content-Type": type });
    if (this.key !== undefined) headers.set("Authorization", `Bearer ${this.key}`);
    return { headers, signal: signal ?? null };
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(address, init);
    } catch (error) {
      init.signal?.throwIfAborted();
      throw unreachable(address, error);
    }
  }

  async #read<Reply>(response: Response, signal: AbortSignal | undefined): Promise<Reply> {
    try {
      return (await response.json()) as Reply;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SyntaxError)) throw unreachable(response.url, error);
      const { status } = response;
      const detail = `${response.url} answered with something that is not JSON`;
      const action = "Check that the address is that of a Mien server.";
      throw new MienError({ status, code: "unexpected-answer", detail, action }, null, error);
    }
  }
}
