/* What narrows and orders the list; closed at first, with the number of filters that are set. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { COUNTS, filtersSet, RANKINGS, USUAL, type Wish, whole, yearsContradict } from "./wish";

export interface FiltersProps {
  wish: Wish;
  onWish: (change: Partial<Wish>) => void;
}

export function Filters({ wish, onWish }: FiltersProps) {
  const { t } = useTranslation("recommend");
  const set = filtersSet(wish);
  return (
    <details className="filters">
      <summary>{set > 0 ? t("filters.set", { count: set }) : t("filters.title")}</summary>
      <div className="filters-fields">
        <Ranking wish={wish} onWish={onWish} />
        {wish.catalog === "movies" && (
          <>
            <Whole name="from" value={wish.from} most={9999} onValue={(from) => onWish({ from })} />
            <Whole name="to" value={wish.to} most={9999} onValue={(to) => onWish({ to })} />
          </>
        )}
        <Whole
          name="votes"
          value={wish.votes || null}
          most={2 ** 31 - 1}
          onValue={(votes) => onWish({ votes: votes ?? USUAL.votes })}
        />
        <Diversity wish={wish} onWish={onWish} />
        <Count wish={wish} onWish={onWish} />
      </div>
      {yearsContradict(wish) && (
        <p className="remark remark-warn" role="alert">
          {t("filters.contradict")}
        </p>
      )}
    </details>
  );
}

function Ranking({ wish, onWish }: FiltersProps) {
  const { t } = useTranslation("recommend");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("filters.ranking")}</label>
      <select
        id={id}
        value={wish.ranking}
        onChange={({ target }) => {
          const ranking = RANKINGS.find((name) => name === target.value);
          if (ranking) onWish({ ranking });
        }}
      >
        {RANKINGS.map((name) => (
          <option key={name} value={name}>
            {t(`ranking.${name}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface WholeProps {
  name: "from" | "to" | "votes";
  value: number | null;
  most: number;
  onValue: (value: number | null) => void;
}

function Whole({ name, value, most, onValue }: WholeProps) {
  const { t } = useTranslation("recommend");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t(`filters.${name}`)}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        placeholder={t("filters.any")}
        value={value ?? ""}
        onChange={({ target }) => onValue(whole(target.value.replace(/\D/g, ""), most))}
      />
    </div>
  );
}

function Diversity({ wish, onWish }: FiltersProps) {
  const { t } = useTranslation("recommend");
  const figures = useFigures();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {t("filters.diversity", { share: figures.percent(wish.diversity) })}
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max="100"
        step="5"
        value={Math.round(100 * wish.diversity)}
        onChange={({ target }) => onWish({ diversity: target.valueAsNumber / 100 })}
      />
      <span className="small soft">{t("filters.diversity_means")}</span>
    </div>
  );
}

function Count({ wish, onWish }: FiltersProps) {
  const { t } = useTranslation("recommend");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("filters.count")}</label>
      <select
        id={id}
        value={wish.count}
        onChange={({ target }) => onWish({ count: Number(target.value) })}
      >
        {COUNTS.map((count) => (
          <option key={count}>{count}</option>
        ))}
      </select>
    </div>
  );
}
