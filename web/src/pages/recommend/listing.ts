/* The list of recommendations, page after page.

   request -> POST /recommend {cursor: ""} -> items, cursor -> more() -> items behind them
   catalog changed between two pages -> the list starts anew, and says so */
import { MienError, type Recommendations, type RecommendRequest } from "emotion-tracker-js";
import { useCallback, useEffect, useRef, useState } from "react";
import { onKeyChanged } from "../../server/key";
import { ask } from "../../server/request";
import { type Item, itemsOf } from "./item";

export interface Page {
  readonly items: readonly Item[];
  /** Where the next page starts; null on the last one. */
  readonly cursor: string | null;
  /** How many items were there before the newest page. */
  readonly before: number;
  /** Whether the catalog changed and the list started anew. */
  readonly anew: boolean;
}

export interface Listing {
  readonly page: Page | null;
  readonly error: unknown;
  readonly loading: boolean;
  more(): void;
  again(): void;
}

/** Waits for a slider or a year that is still being typed. */
const SETTLE_MS = 200;

export async function pageAfter(
  request: RecommendRequest,
  before: Page | null,
  signal: AbortSignal,
): Promise<Page> {
  const cursor = before?.cursor ?? "";
  try {
    const json = { ...request, cursor };
    const reply = await ask<Recommendations>("/api/v1/recommend", { json, signal });
    const shown = before?.items ?? [];
    const items = [...shown, ...itemsOf(reply)];
    return { items, cursor: reply.next_cursor ?? null, before: shown.length, anew: false };
  } catch (error) {
    if (!before || !(error instanceof MienError) || error.code !== "catalog-changed") throw error;
    return { ...(await pageAfter(request, null, signal)), anew: true };
  }
}

export function useListing(request: RecommendRequest | null): Listing {
  const [page, setPage] = useState<Page | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const tried = useRef<Page | null>(null);
  const asked = useRef(request);
  asked.current = request;
  const load = useCallback(async (before: Page | null) => {
    stop.current?.abort();
    if (!asked.current) return;
    const current = new AbortController();
    stop.current = current;
    tried.current = before;
    setLoading(true);
    setError(null);
    try {
      const loaded = await pageAfter(asked.current, before, current.signal);
      if (!current.signal.aborted) setPage(loaded);
    } catch (reason) {
      if (current.signal.aborted) return;
      setError(reason);
      setPage(before);
    } finally {
      if (!current.signal.aborted) setLoading(false);
    }
  }, []);
  const content = JSON.stringify(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content is another request
  useEffect(() => {
    const timer = setTimeout(() => load(null), SETTLE_MS);
    const forget = onKeyChanged(() => load(tried.current));
    return () => {
      clearTimeout(timer);
      forget();
      stop.current?.abort();
      setLoading(false);
      setError(null);
    };
  }, [content]);
  return {
    page: request && page,
    error,
    loading,
    more: () => load(page),
    again: () => load(tried.current),
  };
}
