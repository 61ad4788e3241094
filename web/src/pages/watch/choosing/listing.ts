/* Pages of the catalog: GET /movies by genre and words, GET /products by category. */
import type { Movie, Product } from "emotion-tracker-js";
import { ask } from "../../../server/request";
import type { CatalogItem } from "../item";

export type Kind = "films" | "products";

export interface Wanted {
  readonly kind: Kind;
  /** Empty for all. */
  readonly category: string;
  readonly words: string;
}

export interface Page {
  readonly items: readonly CatalogItem[];
  /** How many the server listed, of which `items` are those that fit. */
  readonly length: number;
  readonly last: boolean;
}

const FILMS = 24;
/** The most that the server lists at once; products are searched among them here. */
const MOST_PRODUCTS = 100;

export async function categoriesOf(kind: Kind, signal: AbortSignal): Promise<readonly string[]> {
  if (kind === "films") {
    return (await ask<{ genres: string[] }>("/api/v1/genres", { signal })).genres;
  }
  return (await ask<{ categories: string[] }>("/api/v1/categories", { signal })).categories;
}

export async function listed(
  { kind, category, words }: Wanted,
  offset: number,
  signal: AbortSignal,
): Promise<Page> {
  const paging = {
    limit: String(kind === "films" ? FILMS : MOST_PRODUCTS),
    offset: String(offset),
  };
  if (kind === "films") {
    const query = new URLSearchParams({ q: words, genre: category, ...paging });
    const { movies } = await ask<{ movies: Movie[] }>(`/api/v1/movies?${query}`, { signal });
    const items = movies.map((film) => ({ kind: "film", film }) as const);
    const { length } = movies;
    return { items, length, last: length < FILMS };
  }
  const query = new URLSearchParams({ category, ...paging });
  const { products } = await ask<{ products: Product[] }>(`/api/v1/products?${query}`, { signal });
  const { length } = products;
  const items = products
    .filter((product) => speaksOf(product, words))
    .map((product) => ({ kind: "product", product }) as const);
  return { items, length, last: length < MOST_PRODUCTS };
}

/** Whether a product has every word in its name, tags, category or description. */
export function speaksOf(product: Product, words: string): boolean {
  const { name, category, description, tags } = product;
  const text = [name, category, description ?? "", ...tags].join(" ").toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
