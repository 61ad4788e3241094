/* Films and products as one shape that a card shows.

   {movies: […]} | {products: […]} -> Item[] */
import type { Explanation, Movie, Product, Recommendations } from "emotion-tracker-js";

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly year: number | null;
  /** The genre or tag that placed it. */
  readonly group: string;
  /** A product's own category. */
  readonly category: string | null;
  readonly minutes: number | null;
  /** 0…10. */
  readonly rating: number | null;
  readonly text: string | null;
  readonly directors: string;
  readonly actors: string;
  readonly price: number | null;
  readonly link: string | null;
  readonly picture: string | null;
  /** The catalog says that there is no such thing to buy. */
  readonly invented: boolean;
  readonly explanation: Explanation | null;
}

export function itemsOf({ movies = [], products = [] }: Recommendations): Item[] {
  return [...movies.map(filmItem), ...products.map(productItem)];
}

function filmItem(film: Movie): Item {
  return {
    id: film.movie_id,
    title: film.title,
    year: film.year,
    group: film.genre_name,
    category: null,
    minutes: film.duration,
    rating: film.score,
    text: film.description,
    directors: film.directors,
    actors: film.actors,
    price: null,
    link: film.imdb_url,
    picture: film.poster_url,
    invented: false,
    explanation: film.explanation ?? null,
  };
}

function productItem(product: Product): Item {
  return {
    id: product.product_id,
    title: product.name,
    year: null,
    group: product.tag_name,
    category: product.category,
    minutes: null,
    rating: product.score,
    text: product.description,
    directors: "",
    actors: "",
    price: product.price,
    link: null,
    picture: product.image_url,
    invented: product.synthetic,
    explanation: product.explanation ?? null,
  };
}
