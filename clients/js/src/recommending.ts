/** What `recommend` asks for and gets; docs/recommending.md of Mien describes each field. */
import type { Label } from "./labels.js";

/** One expression in any spelling that the server knows, or shares of several. */
export type Wanted =
  | { readonly emotion: string; readonly emotions?: never }
  | { readonly emotions: Readonly<Partial<Record<Label, number>>>; readonly emotion?: never };

export type RecommendRequest = Wanted & {
  /** How many items, 1…1000, of either catalog. */
  readonly num_of_movies: number;
  /** Toward a better mood, or more of the same. */
  readonly recommendation_type: "improve" | "keepup";
  readonly catalog?: "movies" | "products";
  readonly ranking?: "weighted" | "score";
  readonly year_from?: number;
  readonly year_to?: number;
  readonly min_votes?: number;
  /** Ids to leave out. */
  readonly exclude?: readonly string[];
  /** 0…1. */
  readonly diversity?: number;
  /** Empty for a first page that comes with `next_cursor`. */
  readonly cursor?: string;
  readonly explain?: boolean;
};

/** Why an item stands where it does. */
export interface Explanation {
  readonly genre_or_tag: string;
  readonly share: number;
  readonly moved_by: string;
  readonly place_without_diversity: number;
  readonly weighted: number;
  readonly score: number | null;
  readonly votes: number;
}

export interface Movie {
  readonly movie_id: string;
  readonly imdb_url: string | null;
  readonly title: string;
  readonly directors: string;
  readonly actors: string;
  /** Minutes. */
  readonly duration: number | null;
  readonly description: string | null;
  /** 0…10. */
  readonly score: number | null;
  readonly poster_url: string | null;
  readonly year: number | null;
  readonly production_company: string | null;
  readonly genre_name: string;
  readonly explanation?: Explanation;
}

export interface Product {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly price: number | null;
  readonly image_url: string | null;
  readonly score: number | null;
  readonly tag_name: string;
  /** The catalog says that there is no such thing to buy. */
  readonly synthetic: boolean;
  readonly explanation?: Explanation;
}

/** The best first; `movies` or `products`, as the catalog that was asked for. */
export interface Recommendations {
  readonly movies?: readonly Movie[];
  readonly products?: readonly Product[];
  /** There where the request had a cursor; null on the last page. */
  readonly next_cursor?: string | null;
}

export interface MovieRecommendations extends Recommendations {
  readonly movies: readonly Movie[];
}

export interface ProductRecommendations extends Recommendations {
  readonly products: readonly Product[];
}
