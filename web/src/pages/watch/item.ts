/* What is watched or looked at: a film or product of the catalog, or a file of the viewer's own. */
import type { Movie, Product } from "emotion-tracker-js";

export interface OwnVideo {
  readonly kind: "video";
  readonly title: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly file: File;
}

export type CatalogItem =
  | { readonly kind: "film"; readonly film: Movie }
  | { readonly kind: "product"; readonly product: Product };

export type Item = CatalogItem | OwnVideo;

export function titleOf(item: Item): string {
  if (item.kind === "film") return item.film.title;
  return item.kind === "product" ? item.product.name : item.title;
}

/** The item as `POST /sessions` takes it; a file itself is never sent. */
export function namedItem(item: Item): object {
  if (item.kind === "film") return { catalog: "movies", id: item.film.movie_id };
  if (item.kind === "product") return { catalog: "products", id: item.product.product_id };
  const { title, category, tags } = item;
  return { catalog: "videos", title, category, tags };
}

/** Tags as a person types them, apart by commas; each once, in lower case, as the server has them. */
export function tagsOf(typed: string): string[] {
  const tags = typed.split(",").map((tag) => tag.trim().toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** A file's name without its ending, to begin a title with. */
export function titleOfFile(name: string): string {
  return name.replace(/\.[^.]+$/, "").replaceAll(/[_.]+/g, " ");
}
