/* One film or product: cover, facts, description, people, and the reason why it is here. */
import { type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { Poster } from "../../posters/poster";
import type { Item } from "./item";
import { Why } from "./why";
import type { Wish } from "./wish";

export interface CardProps {
  item: Item;
  ranking: Wish["ranking"];
  heading: Ref<HTMLHeadingElement> | null;
}

export function Card({ item, ranking, heading }: CardProps) {
  const { t } = useTranslation("recommend");
  return (
    <article className="card">
      <Poster address={item.picture} title={item.title} line={item.category ?? item.group} />
      <div className="card-body">
        <h3 ref={heading} tabIndex={-1}>
          {item.title}
        </h3>
        <Facts item={item} />
        {item.invented && <p className="card-invented small">{t("card.invented")}</p>}
        {item.text && <Description text={item.text} />}
        <People item={item} />
        {item.explanation && <Why explanation={item.explanation} ranking={ranking} />}
        {item.link && (
          <p>
            <a className="card-link" href={item.link} target="_blank" rel="noopener noreferrer">
              {t("card.imdb")}
              <span className="unseen"> {t("card.imdb_of", { title: item.title })}</span>
            </a>
          </p>
        )}
      </div>
    </article>
  );
}

function Facts({ item }: { item: Item }) {
  const { t } = useTranslation("recommend");
  const figures = useFigures();
  const facts = [
    item.year && String(item.year),
    item.category ?? item.group,
    item.minutes && t("card.minutes", { minutes: figures.number(item.minutes) }),
    item.price !== null && t("card.price", { price: figures.fixed(item.price, 2) }),
  ].filter(Boolean);
  return (
    <ul className="card-facts small figures">
      {item.rating !== null && (
        <li className="card-rating">
          <span aria-hidden="true">★ {figures.fixed(item.rating, 1)}</span>
          <span className="unseen">
            {t("card.rating", { rating: figures.fixed(item.rating, 1) })}
          </span>
        </li>
      )}
      {facts.map((fact) => (
        <li key={String(fact)}>{fact}</li>
      ))}
    </ul>
  );
}

/** Longer ones are cut to some lines until they are asked for. */
const LONG = 160;

function Description({ text }: { text: string }) {
  const { t } = useTranslation("recommend");
  const [whole, setWhole] = useState(false);
  const id = useId();
  const long = text.length > LONG;
  return (
    <div>
      <p id={id} className={long && !whole ? "card-cut" : undefined}>
        {text}
      </p>
      {long && (
        <button
          type="button"
          className="card-unfold small"
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => setWhole(!whole)}
        >
          {whole ? t("card.less") : t("card.whole")}
        </button>
      )}
    </div>
  );
}

function People({ item }: { item: Item }) {
  const { t } = useTranslation("recommend");
  const { directors, actors } = item;
  if (!directors && !actors) return null;
  return (
    <div className="small soft">
      {directors && <p>{t("card.directors", { names: directors })}</p>}
      {actors && <p>{t("card.actors", { names: actors })}</p>}
    </div>
  );
}
