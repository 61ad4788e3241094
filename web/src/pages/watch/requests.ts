/* The requests of a viewer about the viewer's own things, each with the viewer's token.

   viewer -> requestsOf(viewer, gone) -> /api/v1/viewers/…, /api/v1/sessions/… ; gone() where the
   server does not know the viewer any more */
import { MienError } from "emotion-tracker-js";
import type { Modality } from "../../consent/consent";
import { type Asked, answer, ask } from "../../server/request";
import type {
  ChatLine,
  ConsentGiven,
  Context,
  HeldAbout,
  NewSession,
  Next,
  Receipt,
  Report,
  Said,
  Session,
  Weights,
} from "./replies";
import type { Viewer } from "./viewer";
import type { Read } from "./watching/outbox";

export interface NewSessionRequest {
  readonly purpose: string;
  readonly context: Context;
  readonly modalities: readonly Modality[];
  readonly item: object;
  readonly consent: { readonly expires: number };
  readonly language: string;
}

export type Mode = "improve" | "keepup";

export type Mine = ReturnType<typeof requestsOf>;

export function newViewer(): Promise<Viewer> {
  return ask<Viewer>("/api/v1/viewers", { method: "POST" });
}

/** Whether the server knows the viewer no more: deleted, here or elsewhere. */
export function isGone(error: unknown): boolean {
  const codes = ["invalid-credentials", "unknown-viewer"];
  return error instanceof MienError && codes.includes(error.code);
}

export function requestsOf({ viewer_id, token }: Viewer, gone: () => void) {
  const noticed = (error: unknown): never => {
    if (isGone(error)) gone();
    throw error;
  };
  const viewer = `/api/v1/viewers/${viewer_id}`;
  const session = (id: string) => `/api/v1/sessions/${id}`;
  const get = <Reply>(path: string, asked: Asked = {}) =>
    ask<Reply>(path, { ...asked, token }).catch(noticed);
  const post = <Reply>(path: string, json?: object, signal?: AbortSignal) =>
    get<Reply>(path, { method: "POST", ...(json && { json }), ...(signal && { signal }) });
  const remove = <Reply>(path: string) => get<Reply>(path, { method: "DELETE" });
  const file = async (path: string) => (await answer(path, { token }).catch(noticed)).blob();
  return {
    begin: (request: NewSessionRequest) =>
      post<NewSession>("/api/v1/sessions", { ...request, viewer_id }),
    agree: (id: string, notice: string) =>
      post<ConsentGiven>(`${session(id)}/consent`, { acknowledged: true, notice }),
    withdraw: (id: string) => remove<ConsentGiven>(`${session(id)}/consent`),
    read: (id: string, samples: readonly Read[], signal: AbortSignal) =>
      post<object>(`${session(id)}/readings`, { samples }, signal),
    say: (id: string, text: string, number: number) =>
      post<Said>(`${session(id)}/chat`, { text, number }),
    chat: (id: string) =>
      get<{ lines: readonly ChatLine[]; next_number: number }>(`${session(id)}/chat`),
    end: (id: string) => post<Report>(`${session(id)}/end`),
    report: (id: string, signal: AbortSignal) => get<Report>(`${session(id)}/report`, { signal }),
    reportPage: (id: string) => file(`${session(id)}/report.html`),
    next: (id: string, mode: Mode, signal: AbortSignal) =>
      post<Next>(`${session(id)}/recommendations`, { mode, count: 6 }, signal),
    sessions: (signal: AbortSignal) =>
      get<{ sessions: readonly Session[] }>(`${viewer}/sessions`, { signal }),
    weights: (signal: AbortSignal) => get<Weights>(`${viewer}/weights`, { signal }),
    undo: (change: string) => post<object>(`${viewer}/weights/changes/${change}/undo`),
    redo: (change: string) => remove<object>(`${viewer}/weights/changes/${change}/undo`),
    held: (signal: AbortSignal) => get<HeldAbout>(viewer, { signal }),
    everything: () => file(`${viewer}/export`),
    deleteAll: () => remove<Receipt>(viewer),
  };
}
