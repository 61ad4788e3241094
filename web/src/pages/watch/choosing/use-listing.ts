/* The items that are wanted, page after page.

   wanted (a moment after the last key press) -> first page ; more() -> the next one behind it */
import { useCallback, useEffect, useState } from "react";
import { useReply } from "../../../server/use-reply";
import type { CatalogItem } from "../item";
import { type Kind, listed } from "./listing";

const TYPING_MILLISECONDS = 250;

export interface Listing {
  readonly items: readonly CatalogItem[] | null;
  readonly error: unknown;
  /** Asks for the next page; null on the last. */
  readonly more: (() => void) | null;
  readonly again: () => void;
}

export function useListing(wanted: { kind: Kind; category: string; words: string }): Listing {
  const { kind, category } = wanted;
  const words = useSettled(wanted.words);
  const [pages, setPages] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another wish begins with one page
  useEffect(() => setPages(1), [kind, category, words]);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const items: CatalogItem[] = [];
      let last = false;
      for (let page = 0, offset = 0; page < pages && !last; page += 1) {
        const next = await listed({ kind, category, words }, offset, signal);
        items.push(...next.items);
        offset += next.length;
        last = next.last;
      }
      return { items, last };
    },
    [kind, category, words, pages],
  );
  const { reply, error, again } = useReply(load);
  const more = reply && !reply.last ? () => setPages((count) => count + 1) : null;
  return { items: reply?.items ?? null, error, more, again };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
