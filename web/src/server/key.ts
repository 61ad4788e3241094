/* The API key of this tab, if the server asks for one. It is never written to disk. */
const KEPT = "mien.key";
const WANTED = "mien-key-wanted";
const CHANGED = "mien-key-changed";

export function key(): string | undefined {
  return sessionStorage.getItem(KEPT) ?? undefined;
}

export function setKey(value: string): void {
  sessionStorage.setItem(KEPT, value);
  window.dispatchEvent(new Event(CHANGED));
}

export function wantKey(): void {
  window.dispatchEvent(new Event(WANTED));
}

export function onKeyWanted(wanted: () => void): () => void {
  return listen(WANTED, wanted);
}

/** Calls back when a key was given, so that what failed for want of one is tried again. */
export function onKeyChanged(changed: () => void): () => void {
  return listen(CHANGED, changed);
}

function listen(name: string, listener: () => void): () => void {
  window.addEventListener(name, listener);
  return () => window.removeEventListener(name, listener);
}
