/* Films of a genre or products of a category as cards, with a search, page by page. */
import { useCallback, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReply } from "../../../server/use-reply";
import { Trouble } from "../../../shell/trouble";
import { Card } from "../card";
import { ChooseButton } from "../choose-button";
import type { CatalogItem } from "../item";
import { categoriesOf, type Kind } from "./listing";
import { useListing } from "./use-listing";

export interface CatalogProps {
  kind: Kind;
  onChosen: (item: CatalogItem) => void;
}

export function Catalog({ kind, onChosen }: CatalogProps) {
  const [category, setCategory] = useState("");
  const [words, setWords] = useState("");
  return (
    <section className="stack" aria-labelledby="items">
      <Categories kind={kind} chosen={category} choose={setCategory} />
      <Search kind={kind} words={words} setWords={setWords} />
      <Items kind={kind} category={category} words={words} onChosen={onChosen} />
    </section>
  );
}

interface CategoriesProps {
  kind: Kind;
  chosen: string;
  choose: (category: string) => void;
}

function Categories({ kind, chosen, choose }: CategoriesProps) {
  const { t } = useTranslation("watch");
  const load = useCallback((signal: AbortSignal) => categoriesOf(kind, signal), [kind]);
  const { reply, error, again } = useReply(load);
  if (error !== null) return <Trouble error={error} again={again} />;
  return (
    <fieldset className="chips chips-many">
      <legend className="unseen">{t(`categories.${kind}`)}</legend>
      {["", ...(reply ?? [])].map((name) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={name === chosen}
          onClick={() => choose(name)}
        >
          {name || t(`all.${kind}`)}
        </button>
      ))}
    </fieldset>
  );
}

interface SearchProps {
  kind: Kind;
  words: string;
  setWords: (words: string) => void;
}

function Search({ kind, words, setWords }: SearchProps) {
  const { t } = useTranslation("watch");
  const id = useId();
  return (
    <div className="field search">
      <label htmlFor={id}>{t(`search.${kind}`)}</label>
      <input
        id={id}
        type="search"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </div>
  );
}

function Items({
  kind,
  category,
  words,
  onChosen,
}: CatalogProps & { category: string; words: string }) {
  const { t } = useTranslation("watch");
  const { items, error, more, again } = useListing({ kind, category, words });
  return (
    <>
      <div className="row">
        <h2 id="items">{category || t(`all.${kind}`)}</h2>
        <p role="status" className="soft small">
          {items && t("found", { count: items.length })}
        </p>
      </div>
      {error !== null && <Trouble error={error} again={again} />}
      {items?.length === 0 && <p>{t("nothing_found")}</p>}
      <ul className="cards">
        {items?.map((item) => (
          <li key={keyOf(item)}>
            <Card item={item}>
              <ChooseButton item={item} onChosen={onChosen} />
            </Card>
          </li>
        ))}
      </ul>
      {more && (
        <p className="row">
          <button type="button" className="button" onClick={more}>
            {t("more")}
          </button>
        </p>
      )}
    </>
  );
}

function keyOf(item: CatalogItem): string {
  return item.kind === "film" ? item.film.movie_id : item.product.product_id;
}
