/* What a page shows of the server: asked when `load` changes, again on demand or with a new key.

   load(signal) -> reply | error; an older answer never replaces a newer one */
import { useCallback, useEffect, useState } from "react";
import { onKeyChanged } from "./key";

export interface Replied<Reply> {
  /** Stays while the next one is on its way. */
  readonly reply: Reply | null;
  readonly error: unknown;
  readonly again: () => void;
}

/** `load` is to be kept by useCallback: another function asks anew. */
export function useReply<Reply>(load: (signal: AbortSignal) => Promise<Reply>): Replied<Reply> {
  const [reply, setReply] = useState<Reply | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    load(stop.signal)
      .then((told) => stop.signal.aborted || setReply(told))
      .catch((reason: unknown) => stop.signal.aborted || setError(reason));
    return () => stop.abort();
  }, [load, attempt]);
  useEffect(() => onKeyChanged(again), [again]);
  return { reply, error, again };
}
