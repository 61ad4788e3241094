/* What to watch next, by what the session showed and what was learned, each with its reason. */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { LABELS } from "../../../expressions/expressions";
import { useFigures } from "../../../messages/figures";
import { useReply } from "../../../server/use-reply";
import { Trouble } from "../../../shell/trouble";
import { Card } from "../card";
import { ChooseButton } from "../choose-button";
import { type CatalogItem, titleOf } from "../item";
import type { Next, Why } from "../replies";
import type { Mine, Mode } from "../requests";
import { useSigned } from "../signed";

const MODES = ["improve", "keepup"] as const;

export interface NextUpProps {
  mine: Mine;
  session: string;
  /** Grows when what was learned changes, which moves the recommendations. */
  lessons: number;
  onChosen: (item: CatalogItem) => void;
}

export function NextUp({ mine, session, lessons, onChosen }: NextUpProps) {
  const { t } = useTranslation("watch");
  const [mode, setMode] = useState<Mode>("improve");
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lessons recommend anew
  const load = useCallback(
    (signal: AbortSignal) => mine.next(session, mode, signal),
    [mine, session, mode, lessons],
  );
  const { reply, error, again } = useReply(load);
  return (
    <section className="stack" aria-labelledby="next">
      <div className="row next-head">
        <h2 id="next">{t("next.title")}</h2>
        <fieldset className="chips">
          <legend className="unseen">{t("next.mode")}</legend>
          {MODES.map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={mode === name}
              onClick={() => setMode(name)}
            >
              {t(`next.${name}`)}
            </button>
          ))}
        </fieldset>
      </div>
      {error !== null && <Trouble error={error} again={again} />}
      {reply && <Followed next={reply} />}
      <ul className="cards">
        {reply &&
          itemsOf(reply).map(({ item, why }) => (
            <li key={titleOf(item)}>
              <Card item={item}>
                <Reason why={why} />
                <ChooseButton item={item} onChosen={onChosen} />
              </Card>
            </li>
          ))}
      </ul>
    </section>
  );
}

function itemsOf({ movies = [], products = [] }: Next): { item: CatalogItem; why: Why }[] {
  return [
    ...movies.map((film) => ({ item: { kind: "film", film } as const, why: film.why })),
    ...products.map((product) => ({
      item: { kind: "product", product } as const,
      why: product.why,
    })),
  ];
}

const MENTIONED_SHARE = 0.1;

function Followed({ next: { emotions, learned } }: { next: Next }) {
  const { t } = useTranslation("watch");
  const { t: named } = useTranslation("expressions");
  const figures = useFigures();
  const shares = LABELS.filter((label) => (emotions[label] ?? 0) >= MENTIONED_SHARE)
    .map((label) => `${named(`label.${label}`)} ${figures.percent(emotions[label] ?? 0)}`)
    .join(", ");
  return (
    <p className="soft" role="status">
      {learned ? t("next.followed_learned", { shares }) : t("next.followed", { shares })}
    </p>
  );
}

function Reason({ why: { placed_by, genre_or_tag: group, tags } }: { why: Why }) {
  const { t } = useTranslation("watch");
  const signed = useSigned();
  const moved = tags
    .filter(({ adds }) => Math.abs(adds) >= 0.005)
    .map(({ tag, adds }) => `${tag} ${signed(adds, 2)}`)
    .join(", ");
  return (
    <p className="small reason">
      <strong>{t("why.title")}</strong> {t(`why.${placed_by}`, { group })}
      {moved && ` ${t("why.moved", { moved })}`}
    </p>
  );
}
