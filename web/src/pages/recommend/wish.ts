/* What is asked for, as the address has it, so that a result can be linked.

   ?emotion=happy&mode=keepup&… <-> Wish -> body of POST /api/v1/recommend

A reading of a picture stays out of the address: it belongs to a person. */
import type { RecommendRequest, Shares } from "emotion-tracker-js";
import { LABELS, type Label } from "../../expressions/expressions";

export const MODES = ["improve", "keepup"] as const;
export const CATALOGS = ["movies", "products"] as const;
export const RANKINGS = ["weighted", "score"] as const;
export const COUNTS = [6, 12, 24, 48] as const;

export interface Wish {
  readonly emotion: Label | null;
  readonly mode: (typeof MODES)[number];
  readonly catalog: (typeof CATALOGS)[number];
  readonly ranking: (typeof RANKINGS)[number];
  readonly from: number | null;
  readonly to: number | null;
  readonly votes: number;
  /** 0…1. */
  readonly diversity: number;
  /** Items a page. */
  readonly count: number;
}

export const USUAL: Wish = {
  emotion: null,
  mode: "improve",
  catalog: "movies",
  ranking: "weighted",
  from: null,
  to: null,
  votes: 0,
  diversity: 0,
  count: 12,
};

const MOST_YEARS = 9999;
const MOST_VOTES = 2 ** 31 - 1;

export function readWish(query: URLSearchParams): Wish {
  return {
    emotion: oneOf(LABELS, query.get("emotion")),
    mode: oneOf(MODES, query.get("mode")) ?? USUAL.mode,
    catalog: oneOf(CATALOGS, query.get("catalog")) ?? USUAL.catalog,
    ranking: oneOf(RANKINGS, query.get("ranking")) ?? USUAL.ranking,
    from: whole(query.get("from"), MOST_YEARS),
    to: whole(query.get("to"), MOST_YEARS),
    votes: whole(query.get("votes"), MOST_VOTES) ?? USUAL.votes,
    diversity: (whole(query.get("diversity"), 100) ?? 0) / 100,
    count: oneOf(COUNTS, Number(query.get("count"))) ?? USUAL.count,
  };
}

/** What is as usual is left out. */
export function writeWish(wish: Wish): URLSearchParams {
  const texts = {
    emotion: wish.emotion,
    mode: wish.mode,
    catalog: wish.catalog !== USUAL.catalog && wish.catalog,
    ranking: wish.ranking !== USUAL.ranking && wish.ranking,
    from: wish.from,
    to: wish.to,
    votes: wish.votes,
    diversity: Math.round(100 * wish.diversity),
    count: wish.count !== USUAL.count && wish.count,
  };
  const written = Object.entries(texts).filter(([, value]) => value);
  return new URLSearchParams(written.map(([name, value]) => [name, String(value)]));
}

/** How many filters differ from the usual ones, of those that the catalog has. */
export function filtersSet(wish: Wish): number {
  const years = wish.catalog === "movies" ? [wish.from !== null, wish.to !== null] : [];
  const others = [wish.ranking !== USUAL.ranking, wish.votes > 0, wish.diversity > 0];
  return [...years, ...others].filter(Boolean).length;
}

export function yearsContradict({ catalog, from, to }: Wish): boolean {
  return catalog === "movies" && from !== null && to !== null && from > to;
}

/** Null while nothing can be asked: no expression yet, or years that no film can have. */
export function requestOf(wish: Wish, read: Shares | null): RecommendRequest | null {
  const wanted = wantedOf(wish.emotion, read);
  if (!wanted || yearsContradict(wish)) return null;
  const films = wish.catalog === "movies";
  return {
    ...wanted,
    num_of_movies: wish.count,
    recommendation_type: wish.mode,
    catalog: wish.catalog,
    ranking: wish.ranking,
    ...(films && wish.from !== null && { year_from: wish.from }),
    ...(films && wish.to !== null && { year_to: wish.to }),
    ...(wish.votes > 0 && { min_votes: wish.votes }),
    diversity: wish.diversity,
    explain: true,
  };
}

function wantedOf(emotion: Label | null, read: Shares | null) {
  if (read) return { emotions: read };
  return emotion && { emotion };
}

function oneOf<Value>(values: readonly Value[], found: unknown): Value | null {
  return values.find((value) => value === found) ?? null;
}

/** Digits as a number of at most `most`. */
export function whole(text: string | null, most: number): number | null {
  return text && /^\d+$/.test(text) ? Math.min(Number(text), most) : null;
}
