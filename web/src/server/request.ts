/* Requests to the gateway that served this page.

   path, body -> fetch -> JSON | MienError (problem body, or "unreachable")

A 401 asks for a key once, unless it was a viewer's own token that was refused; whoever failed
shows the error with its "try again". */
import { refusal, unreachable } from "emotion-tracker-js";
import { key, wantKey } from "./key";

export interface Asked {
  method?: "GET" | "POST" | "DELETE";
  json?: object;
  body?: Blob | FormData;
  token?: string;
  signal?: AbortSignal;
}

export function address(path: string): string {
  return new URL(path, location.origin).href;
}

export function authorization(token = key()): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** The answer's JSON. Throws MienError; an abort throws the signal's own reason. */
export async function ask<Reply>(path: string, asked: Asked = {}): Promise<Reply> {
  return (await (await answer(path, asked)).json()) as Reply;
}

/** The answer itself, for files. Throws as `ask` does. */
export async function answer(path: string, asked: Asked = {}): Promise<Response> {
  const response = await sent(path, asked);
  if (response.ok) return response;
  if (response.status === 401 && asked.token === undefined) wantKey();
  throw await refusal(response);
}

async function sent(path: string, { method, json, body, token, signal }: Asked): Promise<Response> {
  const content = json === undefined ? body : JSON.stringify(json);
  try {
    return await fetch(address(path), {
      method: method ?? (content === undefined ? "GET" : "POST"),
      headers: { ...authorization(token), ...(json && { "Content-Type": "application/json" }) },
      ...(content !== undefined && { body: content }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable(address(path), error);
  }
}
