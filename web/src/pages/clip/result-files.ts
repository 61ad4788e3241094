/* Files of a result, fetched with this tab's key: an address alone would not carry it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { answer, ask } from "../../server/request";
import { useReply } from "../../server/use-reply";
import type { Timeline } from "./timeline";

export function useTimeline(path: string | undefined) {
  const load = useCallback(
    async (signal: AbortSignal) => (path ? await ask<Timeline>(path, { signal }) : null),
    [path],
  );
  const { reply: timeline, error, again } = useReply(load);
  return { timeline, error, again };
}

/** Null while there is no path. */
export function useResultBlob(path: string | undefined) {
  const load = useCallback(
    async (signal: AbortSignal) => (path ? await (await answer(path, { signal })).blob() : null),
    [path],
  );
  return useReply(load);
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
