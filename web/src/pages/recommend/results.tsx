/* The list: what it holds in a sentence, cards, the next page, or why there is nothing. */
import { MienError } from "emotion-tracker-js";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { Trouble } from "../../shell/trouble";
import { Card } from "./card";
import type { Listing, Page } from "./listing";
import type { Wish } from "./wish";

export interface ResultsProps {
  listing: Listing;
  wish: Wish;
  title: string;
  onClear: () => void;
}

export function Results({ listing, wish, title, onClear }: ResultsProps) {
  const { page, error, loading } = listing;
  const { t } = useTranslation("recommend");
  return (
    <section className="stack" aria-labelledby="results" aria-busy={loading}>
      <h2 id="results">{title}</h2>
      <Status listing={listing} wish={wish} />
      {page?.items.some((item) => item.invented) && <p className="remark">{t("list.invented")}</p>}
      {page && <Cards page={page} ranking={wish.ranking} />}
      {page?.items.length === 0 && !loading && (
        <p>
          <button type="button" className="button" onClick={onClear}>
            {t("filters.clear")}
          </button>
        </p>
      )}
      {Boolean(error) && <Refusal error={error} again={listing.again} />}
      {page && page.cursor !== null && !error && (
        <p className="results-more">
          <button type="button" className="button" disabled={loading} onClick={listing.more}>
            {t("list.more")}
          </button>
        </p>
      )}
    </section>
  );
}

function Status({ listing: { page, error, loading }, wish }: { listing: Listing; wish: Wish }) {
  const { t } = useTranslation("recommend");
  const figures = useFigures();
  const said = () => {
    if (error) return "";
    if (!page || loading) return t("list.loading");
    const count = page.items.length;
    if (count === 0) return t("list.nothing");
    const told = { count, number: figures.number(count) };
    const ends = page.cursor === null ? t("list.all") : t("list.there_are_more");
    const shown = wish.catalog === "movies" ? t("list.movies", told) : t("list.products", told);
    return `${page.anew ? `${t("list.anew")} ` : ""}${shown} ${ends}`;
  };
  return (
    <p role="status" className="soft">
      {said()}
    </p>
  );
}

function Cards({ page, ranking }: { page: Page; ranking: Wish["ranking"] }) {
  const first = useFirstNew(page);
  return (
    <ul className="cards">
      {page.items.map((item, place) => (
        <li key={item.id}>
          <Card item={item} ranking={ranking} heading={place === page.before ? first : null} />
        </li>
      ))}
    </ul>
  );
}

/** After "more" the keyboard goes on at the first new item. */
function useFirstNew(page: Page) {
  const first = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (page.before > 0) first.current?.focus({ preventScroll: true });
  }, [page]);
  return first;
}

function Refusal({ error, again }: { error: unknown; again: () => void }) {
  const { t } = useTranslation("recommend");
  if (!(error instanceof MienError) || error.code !== "empty-genre") {
    return <Trouble error={error} again={again} />;
  }
  return (
    <div className="remark remark-warn" role="alert">
      <p>
        <strong>{t("list.empty_genre")}</strong>
      </p>
      <p>{t("list.empty_genre_action")}</p>
    </div>
  );
}
