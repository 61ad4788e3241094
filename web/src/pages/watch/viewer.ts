/* The viewer of this browser: a random number and the token that reaches what is held about it.

Kept only after the viewer agreed: without it nobody here could see or delete what is held. */
export interface Viewer {
  readonly viewer_id: string;
  readonly token: string;
}

const KEPT = "mien.viewer";

export function keptViewer(): Viewer | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return isViewer(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function keepViewer({ viewer_id, token }: Viewer): void {
  localStorage.setItem(KEPT, JSON.stringify({ viewer_id, token }));
}

export function forgetViewer(): void {
  localStorage.removeItem(KEPT);
}

function isViewer(kept: unknown): kept is Viewer {
  return (
    typeof kept === "object" &&
    kept !== null &&
    "viewer_id" in kept &&
    "token" in kept &&
    typeof kept.viewer_id === "string" &&
    typeof kept.token === "string"
  );
}
