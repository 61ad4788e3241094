/**
 * Why a WebSocket was not opened. A browser does not tell; a request over HTTP to the same server
 * does.
 */
import { MienError } from "../errors.js";
import type { Gateway } from "../gateway.js";

/** `wait` is in milliseconds, null where the server names none. */
export type Unopened =
  | { readonly refusal: MienError }
  | { readonly reason: string; readonly wait: number | null };

const LIMIT_MILLISECONDS = 5_000;

/** Never rejects. */
export async function whyUnopened(gateway: Gateway, ending: AbortSignal): Promise<Unopened> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(LIMIT_MILLISECONDS)]);
  try {
    const refusal = await gateway.refusal(signal);
    return refusal === null ? { reason: NO_SOCKETS, wait: null } : refused(refusal);
  } catch (error) {
    const reason = error instanceof MienError ? sentence(error.detail) : SILENT;
    return { reason, wait: null };
  }
}

/** No stream can be opened from this page at this address, with this key. */
export function unusable(address: string, cause: unknown): MienError {
  const problem = {
    status: 0,
    code: "unusable-address",
    detail: `no live stream can be opened beside ${address}: ${String(cause)}`,
    action: "Give the address of /predict, with https on a page that has it, and a valid key.",
  };
  return new MienError(problem, null, cause);
}

export function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}

function refused(refusal: MienError): Unopened {
  if (refusal.status !== 429) return { refusal };
  const seconds = refusal.retryAfter;
  return { reason: sentence(refusal.detail), wait: seconds === null ? null : 1000 * seconds };
}

const NO_SOCKETS =
  "The server answers, but opens no live stream. Does a proxy on the way pass WebSockets on?";
const SILENT = "The server takes too long to answer.";
