/**
 * What a live client sends, and what it is told.
 *
 *     kind u8 · seconds f64, little-endian · payload ─> server ─JSON text─> Told
 */
import type { Sample } from "../replies.js";

const PICTURE = 1;
const PCM = 2;
const VIEWER = 4;
const HEADER_BYTES = 9;

export function pictureMessage(seconds: number, encoded: Uint8Array): Uint8Array<ArrayBuffer> {
  return message(PICTURE, seconds, encoded);
}

/** `samples` are one channel at 16 kHz. */
export function soundMessage(seconds: number, samples: Int16Array): Uint8Array<ArrayBuffer> {
  const payload = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, place) => {
    payload.setInt16(2 * place, sample, true);
  });
  return message(PCM, seconds, new Uint8Array(payload.buffer));
}

/** Follows one track as the viewer, or with null the largest face again. */
export function viewerMessage(track: number | null): Uint8Array<ArrayBuffer> {
  const payload = new DataView(new ArrayBuffer(4));
  payload.setUint32(0, track ?? 0, true);
  return message(VIEWER, 0, new Uint8Array(payload.buffer));
}

export type Told =
  | Omit<Sample, "picture">
  | { readonly type: "error"; readonly error: unknown; readonly seconds?: number }
  | { readonly type: "recording"; readonly name: string };

/** What is no JSON comes from something else than a Mien server, and is told as an error. */
export function read(text: string): Told {
  try {
    return JSON.parse(text);
  } catch {
    return { type: "error", error: { detail: "the server sent something that is not JSON" } };
  }
}

function message(kind: number, seconds: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, kind);
  header.setFloat64(1, seconds, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}
