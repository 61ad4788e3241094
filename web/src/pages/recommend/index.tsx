/* Recommend: films and products for an apparent expression, each with its reason.

   address | picture -> Wish -> request -> listing -> cards */
import type { Shares } from "emotion-tracker-js";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Chooser } from "./chooser";
import { Filters } from "./filters";
import { FromPicture } from "./from-picture";
import { useListing } from "./listing";
import "./recommend.css";
import { Results } from "./results";
import { readWish, requestOf, USUAL, type Wish, writeWish } from "./wish";

export function Recommend() {
  const { t } = useTranslation("recommend");
  const [wish, change] = useWish();
  const [pictured, setPictured] = useState(false);
  const [shares, setShares] = useState<Shares | null>(null);
  const title = useTitle(wish, pictured);
  const listing = useListing(requestOf(wish, shares));
  const onWish = (changed: Partial<Wish>) => {
    if (changed.emotion) leavePicture();
    change(changed);
  };
  const leavePicture = () => {
    setPictured(false);
    setShares(null);
  };
  const onPicture = () => {
    setPictured(true);
    change({ emotion: null });
  };
  const wanted = pictured ? shares : wish.emotion;
  return (
    <div className="page stack recommend">
      <div className="stack-tight">
        <h1>{t("title")}</h1>
        <p className="soft recommend-lead">{t("lead")}</p>
      </div>
      <Chooser wish={wish} pictured={pictured} onWish={onWish} onPicture={onPicture} />
      {pictured && <FromPicture onShares={setShares} />}
      <Filters wish={wish} onWish={onWish} />
      {wanted ? (
        <Results
          listing={listing}
          wish={wish}
          title={title}
          onClear={() => onWish({ from: null, to: null, votes: USUAL.votes })}
        />
      ) : (
        !pictured && <p className="recommend-hint">{t("hint")}</p>
      )}
    </div>
  );
}

function useWish(): [Wish, (change: Partial<Wish>) => void] {
  const [query, setQuery] = useSearchParams();
  const wish = useMemo(() => readWish(query), [query]);
  const latest = useRef(wish);
  useEffect(() => {
    latest.current = wish;
  }, [wish]);
  // The address follows a moment later: of two quick changes the second must not undo the first.
  const change = useCallback(
    (changed: Partial<Wish>) => {
      latest.current = { ...latest.current, ...changed };
      setQuery(writeWish(latest.current), { replace: true });
    },
    [setQuery],
  );
  return [wish, change];
}

function useTitle(wish: Wish, pictured: boolean): string {
  const { t } = useTranslation("recommend");
  const { t: named } = useTranslation("expressions");
  if (pictured || !wish.emotion) return t(`list.title_picture.${wish.mode}`);
  return t(`list.title.${wish.mode}`, { expression: named(`label.${wish.emotion}`) });
}
