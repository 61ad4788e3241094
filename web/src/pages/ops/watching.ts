/* Looks at /metrics every two seconds while the page is seen and not paused.

   visible, going -> GET /metrics -> seen() ; no answer -> missed(), and the next look goes on
   401, 403 -> waits for a key or "try again", as asking on would not help */
import { MienError } from "emotion-tracker-js";
import { useCallback, useEffect, useState } from "react";
import { onKeyChanged } from "../../server/key";
import { answer } from "../../server/request";
import { type History, missed, NOTHING_YET, seen } from "./history";
import { parse } from "./prometheus";

export interface Watching {
  readonly history: History;
  /** When the server answered last, in milliseconds since 1970. */
  readonly answered: number | null;
  /** Why the newest look failed; null once one succeeds. */
  readonly error: unknown;
  /** Whether looking has stopped until a person acts. */
  readonly barred: boolean;
  again(): void;
}

const EVERY_MS = 2000;
const PATIENCE_MS = 8000;

export function useWatching(going: boolean): Watching {
  const [history, setHistory] = useState<History>(NOTHING_YET);
  const [answered, setAnswered] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  const visible = useVisible();
  useEffect(() => onKeyChanged(again), [again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt looks anew
  useEffect(() => {
    if (!visible || !going) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const miss = () => {
      const at = performance.now();
      setHistory((before) => missed(before, at));
    };
    const look = async () => {
      try {
        const series = parse(await metrics(stop.signal));
        const at = performance.now();
        setHistory((before) => seen(before, { at, series }));
        setAnswered(Date.now());
        setError(null);
      } catch (reason) {
        if (stop.signal.aborted) return;
        miss();
        setError(reason);
        if (bars(reason)) return;
      }
      timer = setTimeout(look, EVERY_MS);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
      miss();
    };
  }, [visible, going, attempt]);
  return { history, answered, error, barred: bars(error), again };
}

async function metrics(stop: AbortSignal): Promise<string> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
  return await (await answer("/metrics", { signal })).text();
}

function bars(error: unknown): boolean {
  return error instanceof MienError && [401, 403].includes(error.status);
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return visible;
}
