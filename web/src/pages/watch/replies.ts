/* What the server answers about sessions and viewers (docs/sessions.md, docs/privacy.md). */
import type { Movie, Product, Shares } from "emotion-tracker-js";
import type { Modality, Notice } from "../../consent/consent";

export const CONTEXTS = ["home", "shop", "screening", "research"] as const;
export type Context = (typeof CONTEXTS)[number];

export interface ConsentGiven {
  readonly modalities: readonly Modality[];
  readonly expires: string;
  readonly acknowledged: string | null;
  readonly withdrawn: string | null;
}

export interface Session {
  readonly session_id: string;
  readonly state: "waiting" | "open" | "withdrawn" | "expired" | "ended";
  readonly item: {
    readonly catalog: string;
    readonly title: string;
    readonly category: string;
    readonly tags: readonly string[];
  };
  readonly consent: ConsentGiven;
  readonly begun: string;
  readonly ended: string | null;
  readonly score: number | null;
}

export interface ChatLine {
  readonly number: number;
  readonly speaker: "viewer" | "mien";
  readonly text: string;
  readonly sentiment: number | null;
}

export interface NewSession extends Session {
  readonly notice: Notice;
  readonly chat: readonly ChatLine[];
}

export interface Opinion {
  readonly target: string;
}

export interface Said {
  readonly number: number;
  readonly lines: readonly ChatLine[];
  readonly sentiment: number;
  readonly liked: readonly Opinion[];
  readonly disliked: readonly Opinion[];
  readonly finished: boolean;
  readonly next_number: number;
}

export interface Moment {
  readonly seconds: number;
  readonly probabilities: Shares;
  readonly positive: number;
  readonly negative: number;
}

export interface OverTime {
  readonly gap_seconds: number;
  readonly moments: readonly Moment[];
}

export interface ScorePart {
  readonly value: number;
  readonly weight: number;
}

export interface Score {
  readonly value: number | null;
  readonly expressions: ScorePart;
  readonly words: ScorePart;
  readonly definition: string;
}

export interface Report {
  readonly session: Session;
  readonly score: Score;
  readonly expressions: {
    readonly readings: number;
    readonly seconds: number;
    readonly shares: Shares;
    readonly uncertain_share: number;
  };
  readonly over_time: OverTime;
  readonly chat: readonly ChatLine[];
  readonly held: { readonly removed_after: string };
}

export interface Change {
  readonly change_id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly counts: number;
  readonly reason: "sentiment" | "score" | "like" | "dislike" | "related";
  readonly because: string;
  readonly undone: string | null;
}

export interface Weight {
  readonly category: string;
  readonly tag: string;
  readonly weight: number;
  readonly changes: readonly Change[];
}

export interface Weights {
  readonly weights: readonly Weight[];
  readonly bound: number;
  readonly half_life_days: number;
}

export interface Why {
  readonly placed_by: "emotion" | "taste" | "explored";
  readonly genre_or_tag: string;
  readonly rating: number;
  readonly tags: readonly { readonly tag: string; readonly adds: number }[];
}

export interface Next {
  readonly movies?: readonly (Movie & { readonly why: Why })[];
  readonly products?: readonly (Product & { readonly why: Why })[];
  readonly emotions: Partial<Shares>;
  readonly learned: boolean;
}

export interface HeldAbout {
  readonly viewer_id: string;
  readonly created: string;
  readonly controller: string;
  readonly retention_days: number;
  readonly held: Readonly<Record<string, { readonly rows: number; readonly what: string }>>;
}

export interface Receipt {
  readonly receipt_id: string;
  readonly deleted_at: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly ledger: { readonly number: number; readonly hash: string };
  readonly files_erased: boolean;
}
