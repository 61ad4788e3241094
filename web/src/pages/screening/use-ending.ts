/* A viewing ends a moment after its film, so that the last pictures get their readings. */
import { useCallback, useEffect, useRef, useState } from "react";

const LAST_READINGS_MILLISECONDS = 800;

export function useEnding(ended: boolean, finish: () => void) {
  const [ending, setEnding] = useState(false);
  const latest = useRef(finish);
  latest.current = finish;
  const end = useCallback(() => setEnding(true), []);
  useEffect(() => {
    if (ended) end();
  }, [ended, end]);
  useEffect(() => {
    if (!ending) return;
    const timer = setTimeout(() => latest.current(), LAST_READINGS_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [ending]);
  return { ending, end };
}
