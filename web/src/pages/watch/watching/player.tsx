/* What is watched: an own file, a copy of a film, a film that runs elsewhere, or a product. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Cover, descriptionOf, Facts } from "../card";
import { VideoFile } from "../choosing/own-video";
import type { CatalogItem, Item } from "../item";
import { Film } from "./film";
import { Stopwatch } from "./stopwatch";

export function Player({ item }: { item: Item }) {
  const { t } = useTranslation("watch");
  const [copy, setCopy] = useState<File | null>(null);
  const file = item.kind === "video" ? item.file : copy;
  return (
    <section className="stack player" aria-label={t("player.label")}>
      {file && <Film file={file} />}
      {item.kind !== "video" && <Shown item={item} />}
      {item.kind === "film" && !copy && (
        <>
          <Stopwatch />
          <details className="copy">
            <summary>{t("player.copy")}</summary>
            <p className="small soft">{t("player.copy_why")}</p>
            <VideoFile label={t("own.file")} onFile={setCopy} />
          </details>
        </>
      )}
    </section>
  );
}

function Shown({ item }: { item: CatalogItem }) {
  const { t } = useTranslation("watch");
  return (
    <div className="panel shown">
      <Cover item={item} />
      <div className="stack-tight">
        <Facts item={item} />
        {descriptionOf(item) && <p className="shown-text">{descriptionOf(item)}</p>}
        {item.kind === "film" && item.film.directors && (
          <p className="small soft">{t("card.directors", { names: item.film.directors })}</p>
        )}
        {item.kind === "product" && <p className="small soft">{item.product.tags.join(", ")}</p>}
      </div>
    </div>
  );
}
