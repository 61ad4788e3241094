/* What the server says of itself: its models and its version, asked anew once it answers again. */
import { useEffect, useState } from "react";
import { onKeyChanged } from "../../server/key";
import type { Limits } from "../../server/limits";
import { ask } from "../../server/request";
import type { Model } from "./models";

export interface About {
  readonly models: readonly Model[] | null;
  readonly version: string | null;
  readonly error: unknown;
  again(): void;
}

export function useAbout(answers: boolean): About {
  const [models, setModels] = useState<readonly Model[] | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    if (!answers) return;
    const stop = new AbortController();
    const { signal } = stop;
    setError(null);
    Promise.all([
      ask<{ models: readonly Model[] }>("/models", { signal }),
      ask<Limits>("/limits", { signal }),
    ])
      .then(([loaded, limits]) => {
        setModels(loaded.models);
        setVersion(limits.version);
      })
      .catch((reason: unknown) => signal.aborted || setError(reason));
    return () => stop.abort();
  }, [answers, attempt]);
  const again = () => setAttempt((count) => count + 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: listens once
  useEffect(() => onKeyChanged(again), []);
  return { models, version, error, again };
}
