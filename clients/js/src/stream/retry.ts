/** What a closed connection means, and how long to wait before the next one. */

export const ENDED = 1000;
export const LOST = 1006;
export const REFUSED = 1008;
export const FULL = 1013;
export const IDLE = 4408;
export const SLOW = 4409;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const FIRST_WAIT_WHEN_FULL = 5_000;
const LONGEST_WAIT_WHEN_FULL = 60_000;

/**
 * Milliseconds before try `attempt` (from 1): twice as long each time, and by chance up to half
 * shorter, so that clients of a server that was gone do not all come back at once.
 */
export function waitBefore(attempt: number, code: number, chance = Math.random()): number {
  const full = code === FULL;
  const first = full ? FIRST_WAIT_WHEN_FULL : FIRST_WAIT;
  const longest = full ? LONGEST_WAIT_WHEN_FULL : LONGEST_WAIT;
  return Math.min(longest, first * 2 ** (attempt - 1)) * (1 - chance / 2);
}

/** A sentence for people; `said` is the server's own reason, which may be empty. */
export function reasonFor(code: number, said: string): string {
  const because = said === "" ? "" : `: ${said}`;
  if (code === REFUSED) return `The server refused the stream${because}.`;
  if (code === FULL) return `All live places of the server are taken${because}.`;
  if (code === IDLE) return "The server closed the stream, because nothing was sent for a while.";
  if (code === SLOW) return "The server closed the stream, because its answers were not taken.";
  return `The connection to the server was lost${because}.`;
}
