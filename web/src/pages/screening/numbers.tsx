/* One viewer's numbers: the two indices first, then what they are made of. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Bars } from "../../expressions/bars";
import { useFigures } from "../../messages/figures";
import { Definitions } from "./definitions";
import { Polarity } from "./polarity";
import { useSigned } from "./signed";
import { emoNps, experienceIndex, LEAST_K, MOST_K, type Summary } from "./summary";

export interface NumbersProps {
  summary: Summary;
  k: number;
  setK: (k: number) => void;
}

const MOSTLY = 0.5;

export function Numbers({ summary, k, setK }: NumbersProps) {
  const { t } = useTranslation("screening");
  if (summary.dominant === "none") return <NothingRead summary={summary} />;
  return (
    <>
      <Leading summary={summary} />
      <div className="screening-numbers">
        <Index name={t("result.experience_index")} value={experienceIndex(summary)} />
        <Index name={t("result.emonps")} value={emoNps(summary, k)}>
          <Weight k={k} setK={setK} />
        </Index>
        <section className="stack-tight" aria-labelledby="shares">
          <h3 id="shares">{t("result.shares")}</h3>
          <Bars shares={summary.shares} leading={summary.dominant} />
        </section>
        <section className="stack-tight" aria-labelledby="polarity">
          <h3 id="polarity">{t("result.polarity")}</h3>
          <Polarity summary={summary} />
          <Facts summary={summary} />
        </section>
      </div>
      <Definitions />
    </>
  );
}

function Leading({ summary }: { summary: Summary }) {
  const { t } = useTranslation("screening");
  const { t: named } = useTranslation("expressions");
  if (summary.dominant === "none") return null;
  return (
    <p>
      {t("result.leading", { label: named(`label.${summary.dominant}`) })}.{" "}
      {summary.uncertainShare > MOSTLY && t("result.guess")}
    </p>
  );
}

function NothingRead({ summary }: { summary: Summary }) {
  const { t } = useTranslation("screening");
  return (
    <div className="remark remark-warn">
      <p>
        <strong>{t("result.nothing.what")}</strong> {t("readings", { count: summary.samples })}.
      </p>
      <p>{t("result.nothing.action")}</p>
    </div>
  );
}

function Index({ name, value, children }: { name: string; value: number; children?: ReactNode }) {
  const signed = useSigned();
  const { t } = useTranslation("screening");
  const id = useId();
  return (
    <section className="stack-tight screening-index" aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <p className="screening-big figures">{signed(value)}</p>
      <p className="soft small">{t("result.points")}</p>
      {children}
    </section>
  );
}

function Weight({ k, setK }: Omit<NumbersProps, "summary">) {
  const { t } = useTranslation("screening");
  const { fixed } = useFigures();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {t("result.k")}: <span className="figures">{fixed(k, 2)}</span>
      </label>
      <input
        id={id}
        type="range"
        min={LEAST_K}
        max={MOST_K}
        step={0.05}
        value={k}
        onChange={({ target }) => setK(target.valueAsNumber)}
      />
    </div>
  );
}

function Facts({ summary }: { summary: Summary }) {
  const { t } = useTranslation("screening");
  const { number, percent, fixed } = useFigures();
  const signed = useSigned();
  const facts = [
    ["readings", number(summary.samples)],
    ["no_face", percent(summary.noFaceShare)],
    ["uncertain", percent(summary.uncertainShare)],
    ["valence", fixed(summary.valence, 2)],
    ["arousal", fixed(summary.arousal, 2)],
    ["score", signed(summary.score)],
  ] as const;
  return (
    <dl className="screening-facts figures">
      {facts.map(([name, value]) => (
        <div key={name} data-fact={name}>
          <dt className="soft small">{t(`result.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
