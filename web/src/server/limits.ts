/* What the server takes, asked once: sizes to check before anything is sent. */
import { ask } from "./request";

export interface Limits {
  readonly max_body_bytes: number;
  readonly max_clip_bytes: number;
  readonly max_clip_seconds: number;
  readonly keys_required: boolean;
  readonly recordings: boolean;
  readonly version: string;
}

let known: Promise<Limits> | undefined;

export function limits(): Promise<Limits> {
  known ??= ask<Limits>("/limits").catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}
