/* A clip's job on the server: followed through lost connections, forgotten when it is left.

   GET /jobs/ID every second or so -> onJob(job) ... no answer -> onLost() ... -> the ended job */
import { type Label, MienError, type Problem, type Shares } from "emotion-tracker-js";
import { address, answer, ask, authorization } from "../../server/request";

export interface Summary {
  readonly duration: number;
  readonly samples: number;
  /** Share of the samples in which each expression was likeliest, 0..1. */
  readonly shares: Shares;
  readonly dominant_emotion: Label | "none";
  /** Most samples are uncertain, so that the leading expression is a guess. */
  readonly uncertain: boolean;
  readonly valence: number;
  readonly arousal: number;
  readonly emoji: string;
  readonly score: number;
  readonly experience_index: number;
  readonly emonps: { readonly k: number; readonly value: number };
  readonly no_face_share: number;
  readonly uncertain_share: number;
  readonly cut_short: string;
  /** `emoji` is a code point such as "0x1f604". */
  readonly emosh: {
    readonly valence: number;
    readonly arousal: number;
    readonly emoji: string;
  } | null;
}

export interface Job {
  readonly id: string;
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** 0..1, or null where the clip does not state its length. */
  readonly progress: number | null;
  readonly seconds_analysed: number;
  readonly seconds_left: number | null;
  /** Seconds since 1970. */
  readonly expires: number | null;
  readonly error?: Problem;
  readonly result?: Summary;
  readonly files?: Readonly<Record<string, string>>;
}

export interface Followed {
  signal: AbortSignal;
  onJob: (job: Job) => void;
  /** The server does not answer; it is asked again until it does. */
  onLost: () => void;
}

const FIRST_MS = 250;
const SLOWEST_MS = 2000;
const SLOWEST_LOST_MS = 8000;
const ANSWER_MS = 20_000;

/** Resolves with the job once it has ended, however it did. Throws where it cannot be asked for. */
export async function follow(id: string, { signal, onJob, onLost }: Followed): Promise<Job> {
  for (let wait = FIRST_MS; ; ) {
    await pause(wait, signal);
    try {
      const late = AbortSignal.timeout(ANSWER_MS);
      const job = await ask<Job>(`/jobs/${id}`, { signal: AbortSignal.any([signal, late]) });
      onJob(job);
      if (ENDED.has(job.state)) return job;
      wait = Math.min(wait * 1.4, SLOWEST_MS);
    } catch (error) {
      signal.throwIfAborted();
      if (!passing(error)) throw error;
      onLost();
      wait = waitAfter(error) ?? Math.min(wait * 2, SLOWEST_LOST_MS);
    }
  }
}

const ENDED: ReadonlySet<Job["state"]> = new Set(["done", "failed", "cancelled"]);

/** A network or a server that is away for a while; a refusal stays one. */
function passing(error: unknown): boolean {
  if (!(error instanceof MienError)) return true;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

function waitAfter(error: unknown): number | null {
  return error instanceof MienError && error.retryAfter ? 1000 * error.retryAfter : null;
}

/** Ends the job, or removes its results; also while the page is being closed. */
export function forget(id: string): void {
  fetch(address(`/jobs/${id}`), {
    method: "DELETE",
    headers: authorization(),
    keepalive: true,
  }).catch(() => undefined); // Out of reach: the server removes it when its time has passed.
}

/** Removes the results, and says so only once they are gone. */
export async function remove(id: string, signal: AbortSignal): Promise<void> {
  try {
    await answer(`/jobs/${id}`, { method: "DELETE", signal });
  } catch (error) {
    if (!(error instanceof MienError && error.status === 404)) throw error;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
