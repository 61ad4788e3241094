/* Sends a clip and tells how far it is, which fetch cannot.

   ClipFile -> XMLHttpRequest -> onSent(Sent) ... -> Job | MienError */
import { refusal, unreachable } from "emotion-tracker-js";
import { wantKey } from "../../server/key";
import { address, authorization } from "../../server/request";
import { type ClipFile, readable } from "./clip-file";
import type { Job } from "./job";
import { Pace, type Sent } from "./pace";

/** The file was moved, changed or deleted after it was chosen. */
export class ClipGone extends Error {}

/** Resolves with the new job. Throws MienError, ClipGone, or the signal's reason. */
export async function upload(
  clip: ClipFile,
  signal: AbortSignal,
  onSent: (sent: Sent) => void,
): Promise<Job> {
  const response = await post(clip, signal, onSent).catch(async (error: unknown) => {
    if (!signal.aborted && !(await readable(clip.blob))) throw new ClipGone();
    throw error;
  });
  if (response.ok) return await response.json();
  if (response.status === 401) wantKey();
  throw await refusal(response);
}

function post(
  clip: ClipFile,
  signal: AbortSignal,
  onSent: (sent: Sent) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const target = address("/analyze");
    const request = new XMLHttpRequest();
    const pace = new Pace(clip.blob.size);
    request.open("POST", target);
    for (const [name, value] of Object.entries(authorization())) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => onSent(pace.note(loaded, performance.now()));
    request.onload = () => resolve(responseOf(request));
    request.onerror = () => reject(unreachable(target, null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    onSent(pace.note(0, performance.now()));
    request.send(formOf(clip));
  });
}

/** As a form, because that carries the name, which titles the report. */
function formOf({ blob, name }: ClipFile): FormData {
  const form = new FormData();
  form.append("video", blob, name);
  return form;
}

function responseOf(request: XMLHttpRequest): Response {
  const wait = request.getResponseHeader("Retry-After");
  return new Response(request.responseText, {
    status: request.status,
    headers: wait ? { "Retry-After": wait } : {},
  });
}
