/* The score with what it is made of and its definition in words. */
import { useTranslation } from "react-i18next";
import { Bars } from "../../../expressions/bars";
import { useFigures } from "../../../messages/figures";
import type { Report, ScorePart } from "../replies";
import { useSigned } from "../signed";

export function Score({ report: { score, expressions } }: { report: Report }) {
  const { t } = useTranslation("watch");
  const signed = useSigned();
  const read = expressions.readings > 0;
  return (
    <div className="columns">
      <section className="panel stack-tight score" aria-labelledby="score">
        <h2 id="score">{t("score.title")}</h2>
        {score.value === null ? (
          <p>{t("score.none")}</p>
        ) : (
          <p className="score-value figures" data-score={score.value}>
            {signed(score.value, 1)}
          </p>
        )}
        <Scale value={score.value} />
        <p>{t("score.meaning")}</p>
        <Parts expressions={score.expressions} words={score.words} />
        <details>
          <summary>{t("score.definition")}</summary>
          <p className="small" lang="en">
            {score.definition}
          </p>
        </details>
      </section>
      <section className="panel stack-tight" aria-labelledby="shares">
        <h2 id="shares">{t("report.shares")}</h2>
        <Bars shares={read ? expressions.shares : null} />
        <p className="small soft figures">
          {t("report.readings", { count: expressions.readings })}
        </p>
      </section>
    </div>
  );
}

function Scale({ value }: { value: number | null }) {
  const { t } = useTranslation("watch");
  return (
    <div aria-hidden="true">
      <div className="scale">
        {value !== null && <span style={{ left: `${(value + 100) / 2}%` }} />}
      </div>
      <p className="small soft scale-ends">
        <span>{t("score.lowest")}</span>
        <span>{t("score.highest")}</span>
      </p>
    </div>
  );
}

function Parts({ expressions, words }: { expressions: ScorePart; words: ScorePart }) {
  const { t } = useTranslation("watch");
  const figures = useFigures();
  const signed = useSigned();
  const said = ({ value, weight }: ScorePart) =>
    weight === 0
      ? t("score.silent")
      : t("score.part", { value: signed(value, 2), weight: figures.percent(weight) });
  return (
    <dl className="parts small figures">
      <dt>{t("score.expressions")}</dt>
      <dd>{said(expressions)}</dd>
      <dt>{t("score.words")}</dt>
      <dd>{said(words)}</dd>
    </dl>
  );
}
