/* The outbox of a running session: once a second what was read goes to the server.

   sample with a reading -> outbox -> POST /sessions/ID/readings ; leaving the page sends the rest */
import type { Sample } from "emotion-tracker-js";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Mine } from "../requests";
import { Outbox, type OutboxState } from "./outbox";

const PERIOD_MILLISECONDS = 1_000;
const PATIENCE_MILLISECONDS = 15_000;

export interface Sending {
  readonly state: OutboxState;
  readonly add: (sample: Sample) => void;
  /** Resolves when nothing waits any more. */
  readonly drain: () => Promise<void>;
}

export function useOutbox(mine: Mine, session: string): Sending {
  const requests = useRef(mine);
  requests.current = mine;
  const [state, setState] = useState<OutboxState>({
    acknowledged: 0,
    waiting: 0,
    trouble: null,
    refused: null,
  });
  const outbox = useMemo(
    () =>
      new Outbox(
        (batch) =>
          requests.current.read(session, batch, AbortSignal.timeout(PATIENCE_MILLISECONDS)),
        setState,
      ),
    [session],
  );
  useEffect(() => {
    const timer = setInterval(() => void outbox.tick(), PERIOD_MILLISECONDS);
    return () => {
      clearInterval(timer);
      // Whoever left the page cannot be told; the session stays open and can be ended later.
      outbox.drain().catch(() => undefined);
    };
  }, [outbox]);
  const add = useCallback(
    ({ seconds, fused }: Sample) => {
      if (!fused) return;
      const { probabilities, valence, arousal, uncertain, weights } = fused;
      outbox.add({ seconds, fused: { probabilities, valence, arousal, uncertain, weights } });
    },
    [outbox],
  );
  const drain = useCallback(() => outbox.drain(), [outbox]);
  return { state, add, drain };
}
