/* A clip on its way to its result, and what can be done about it meanwhile.

   sending -> working (through lost connections) -> done
       └────────┴──> failed -> again(): goes on with the job, or sends the clip anew

   Whoever leaves ends the job, or removes its result: nothing stays on the server unseen. */
import { MienError } from "emotion-tracker-js";
import { useCallback, useEffect, useRef, useState } from "react";
import { onKeyChanged } from "../../server/key";
import type { ClipFile } from "./clip-file";
import { follow, forget, type Job, type Summary } from "./job";
import type { Sent } from "./pace";
import { ClipGone, upload } from "./upload";

export interface Finished {
  readonly id: string;
  readonly expires: number | null;
  readonly summary: Summary;
  readonly files: Readonly<Record<string, string>>;
}

export type Analysis =
  | { readonly phase: "sending"; readonly sent: Sent }
  | { readonly phase: "working"; readonly job: Job; readonly lost: boolean }
  | { readonly phase: "done"; readonly finished: Finished }
  | { readonly phase: "failed"; readonly error: unknown; readonly final: boolean };

export interface AnalysisHandle {
  readonly analysis: Analysis;
  again(): void;
  /** The job is gone from the server: leaving has nothing to end. */
  settled(): void;
}

export function useAnalysis(clip: ClipFile): AnalysisHandle {
  const [analysis, setAnalysis] = useState<Analysis>(() => nothingSent(clip));
  const [attempt, setAttempt] = useState(0);
  const job = useRef<Job | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt tries again
  useEffect(() => {
    const stop = new AbortController();
    analyse(clip, job, setAnalysis, stop.signal).catch((error: unknown) => {
      if (stop.signal.aborted) return;
      if (isGone(error)) job.current = null;
      setAnalysis({ phase: "failed", error, final: isFinal(error) });
    });
    return () => stop.abort();
  }, [clip, attempt]);
  useEndOnLeaving(job);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  useAgainWithKey(analysis, again);
  const settled = useCallback(() => {
    job.current = null;
  }, []);
  return { analysis, again, settled };
}

async function analyse(
  clip: ClipFile,
  kept: { current: Job | null },
  show: (analysis: Analysis) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!kept.current) show(nothingSent(clip));
  kept.current ??= await upload(clip, signal, (sent) => show({ phase: "sending", sent }));
  let job = kept.current;
  show({ phase: "working", job, lost: false });
  job = await follow(job.id, {
    signal,
    onJob: (next) => {
      job = next;
      show({ phase: "working", job, lost: false });
    },
    onLost: () => show({ phase: "working", job, lost: true }),
  });
  if (job.state !== "done") {
    forget(job.id);
    kept.current = null;
  }
  show({ phase: "done", finished: finishedOf(job) });
}

function finishedOf({ id, error, expires, result, files }: Job): Finished {
  if (error) throw new MienError(error);
  if (!result || !files) throw new JobCancelled();
  return { id, expires, summary: result, files };
}

/** The job ended without a result or an error: somebody else cancelled it. */
export class JobCancelled extends Error {}

function nothingSent({ blob }: ClipFile): Analysis {
  return { phase: "sending", sent: { bytes: 0, total: blob.size, rate: null, secondsLeft: null } };
}

const TRY_AGAIN: ReadonlySet<number> = new Set([0, 401, 403, 404, 408, 429]);

/** Whether the same clip would fail the same way again. */
function isFinal(error: unknown): boolean {
  if (error instanceof ClipGone) return true;
  return error instanceof MienError && error.status < 500 && !TRY_AGAIN.has(error.status);
}

/** The server does not know the job any more; trying again sends the clip again. */
function isGone(error: unknown): boolean {
  return error instanceof MienError && error.status === 404;
}

function useEndOnLeaving(job: { current: Job | null }): void {
  useEffect(() => {
    const end = () => {
      if (job.current) forget(job.current.id);
      job.current = null;
    };
    const close = (event: PageTransitionEvent) => event.persisted || end();
    window.addEventListener("pagehide", close);
    return () => {
      window.removeEventListener("pagehide", close);
      end();
    };
  }, [job]);
}

function useAgainWithKey(analysis: Analysis, again: () => void): void {
  const wanted =
    analysis.phase === "failed" &&
    analysis.error instanceof MienError &&
    analysis.error.status === 401;
  useEffect(() => (wanted ? onKeyChanged(again) : undefined), [wanted, again]);
}
