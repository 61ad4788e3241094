/* The viewers of one advert, in this page's memory alone. */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Reading, Viewing } from "./readings";

export interface Viewings {
  readonly all: readonly Viewing[];
  /** Whether something was read here that no file holds yet. */
  readonly unsaved: boolean;
  /** Adds viewers, under names that none of the others has; the id of the last one. */
  add(viewings: readonly NewViewing[], saved: boolean): number;
  remove(id: number): void;
  /** All of them are in a file now. */
  saved(): void;
  clear(): void;
}

export interface NewViewing {
  readonly viewer: string;
  readonly readings: readonly Reading[];
}

interface Kept {
  readonly all: readonly Viewing[];
  readonly unsaved: ReadonlySet<number>;
}

const NONE: Kept = { all: [], unsaved: new Set() };

export function useViewings(): Viewings {
  const [{ all, unsaved }, setKept] = useState(NONE);
  const add = useCallback(
    (more: readonly NewViewing[], isSaved: boolean) => {
      const added = numbered(all, more);
      const ids = isSaved ? [] : added.map(({ id }) => id);
      setKept({ all: [...all, ...added], unsaved: new Set([...unsaved, ...ids]) });
      return added.at(-1)?.id ?? 0;
    },
    [all, unsaved],
  );
  const without = useCallback((id: number) => setKept((kept) => removed(kept, id)), []);
  const saved = useCallback(() => setKept((kept) => ({ ...kept, unsaved: new Set() })), []);
  const clear = useCallback(() => setKept(NONE), []);
  return useMemo(
    () => ({ all, unsaved: unsaved.size > 0, add, remove: without, saved, clear }),
    [all, unsaved, add, without, saved, clear],
  );
}

export function numbered(all: readonly Viewing[], more: readonly NewViewing[]): Viewing[] {
  const names = all.map(({ viewer }) => viewer);
  let id = Math.max(0, ...all.map((viewing) => viewing.id));
  return more.map((viewing) => {
    const viewer = freeName(names, viewing.viewer);
    names.push(viewer);
    id += 1;
    return { id, viewer, readings: viewing.readings };
  });
}

/** The name, or the name with the first free number behind it. */
function freeName(names: readonly string[], wanted: string): string {
  let name = wanted;
  for (let number = 2; names.includes(name); number += 1) name = `${wanted} (${number})`;
  return name;
}

function removed({ all, unsaved }: Kept, id: number): Kept {
  return {
    all: all.filter((viewing) => viewing.id !== id),
    unsaved: new Set([...unsaved].filter((one) => one !== id)),
  };
}

/** The browser asks before it closes a page that holds what no file has. */
export function useWarning(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [wanted]);
}
