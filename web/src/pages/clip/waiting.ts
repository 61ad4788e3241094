/* Whether this device is online, and whether something has stood still for long. */
import { useEffect, useState, useSyncExternalStore } from "react";

export function useOnline(): boolean {
  return useSyncExternalStore(onChange, () => navigator.onLine);
}

function onChange(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

const LONG_MS = 5000;

/** True once `value` has been the same for five seconds. */
export function useStandstill(value: number): boolean {
  const [still, setStill] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new value starts the time anew
  useEffect(() => {
    setStill(false);
    const timer = setTimeout(() => setStill(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}
