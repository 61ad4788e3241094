/** The first of these events; "timeout" where none came in time. Rejects when `signal` is aborted. */
export function firstEvent(
  target: EventTarget,
  names: readonly string[],
  milliseconds: number,
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const done = (name: string) => {
      over.abort();
      clearTimeout(timer);
      resolve(name);
    };
    const timer = setTimeout(() => done("timeout"), milliseconds);
    const listen = { signal: over.signal, once: true };
    for (const name of names) target.addEventListener(name, () => done(name), listen);
    const aborted = () => {
      over.abort();
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted, listen);
  });
}
