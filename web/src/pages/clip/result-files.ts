/* Files of a result, fetched with this tab's key: an address alone would not carry it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { onKeyChanged } from "../../server/key";
import { answer } from "../../server/request";
import type { Timeline } from "./timeline";

export function useTimeline(path: string | undefined) {
  const read = useCallback(async (answered: Response): Promise<Timeline> => answered.json(), []);
  const { value, error, again } = useResultFile(path, read);
  return { timeline: value, error, again };
}

export function useResultBlob(path: string | undefined) {
  const read = useCallback((answered: Response) => answered.blob(), []);
  return useResultFile(path, read);
}

/** Fetches while there is a path; leaving ends it. */
function useResultFile<Value>(
  path: string | undefined,
  read: (answered: Response) => Promise<Value>,
) {
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    if (!path) return;
    const stop = new AbortController();
    answer(path, { signal: stop.signal })
      .then(read)
      .then((got) => stop.signal.aborted || setValue(got))
      .catch((reason: unknown) => stop.signal.aborted || setError(reason));
    return () => stop.abort();
  }, [path, read, attempt]);
  const again = useCallback(() => {
    setError(null);
    setAttempt((count) => count + 1);
  }, []);
  useEffect(() => (error === null ? undefined : onKeyChanged(again)), [error, again]);
  return { value, error, again };
}

export interface Saving {
  /** The file that is on its way. */
  readonly busy: string | null;
  readonly failed: { readonly path: string; readonly name: string; readonly error: unknown } | null;
  save(path: string, name: string): Promise<void>;
}

/** Saves files to disk under names of their own. */
export function useSaving(): Saving {
  const [busy, setBusy] = useState<Saving["busy"]>(null);
  const [failed, setFailed] = useState<Saving["failed"]>(null);
  const stop = useRef(new AbortController());
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current.abort();
  }, []);
  const save = useCallback(async (path: string, name: string) => {
    const { signal } = stop.current;
    setBusy(path);
    setFailed(null);
    try {
      hand(await (await answer(path, { signal })).blob(), name);
    } catch (error) {
      if (!signal.aborted) setFailed({ path, name, error });
    }
    setBusy(null);
  }, []);
  return { busy, failed, save };
}

const TAKEN_MS = 60_000;

function hand(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads the address after this; when, it does not tell.
  setTimeout(() => URL.revokeObjectURL(link.href), TAKEN_MS);
}
