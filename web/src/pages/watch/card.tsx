/* A film or product: cover, facts, description, and what can be done with it. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { Poster } from "../../posters/poster";
import { type CatalogItem, titleOf } from "./item";

export interface CardProps {
  item: CatalogItem;
  children?: ReactNode;
}

export function Card({ item, children }: CardProps) {
  const id = useId();
  const title = titleOf(item);
  return (
    <article className="card" aria-labelledby={id}>
      <Cover item={item} />
      <div className="card-body">
        <h3 id={id}>{title}</h3>
        <Facts item={item} />
        {descriptionOf(item) && <p className="small card-description">{descriptionOf(item)}</p>}
        {children}
      </div>
    </article>
  );
}

export function Cover({ item }: { item: CatalogItem }) {
  if (item.kind === "film") {
    const { poster_url, title, genre_name } = item.film;
    const [leading = ""] = genre_name.split(", ");
    return <Poster address={poster_url} title={title} line={leading} />;
  }
  const { image_url, name, category } = item.product;
  return <Poster address={image_url} title={name} line={category} />;
}

export function descriptionOf(item: CatalogItem): string | null {
  return item.kind === "film" ? item.film.description : item.product.description;
}

export function Facts({ item }: { item: CatalogItem }) {
  const { t } = useTranslation("watch");
  const figures = useFigures();
  const facts =
    item.kind === "film"
      ? [
          item.film.year && String(item.film.year),
          item.film.duration && t("card.minutes", { minutes: item.film.duration }),
          item.film.genre_name,
        ]
      : [
          item.product.category,
          item.product.price && t("card.price", { price: figures.fixed(item.product.price, 2) }),
        ];
  return <p className="small soft figures">{facts.filter(Boolean).join(" · ")}</p>;
}
