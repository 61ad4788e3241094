/* What each number means, for whoever reports it. */
import { useTranslation } from "react-i18next";

const DEFINED = [
  ["shares", "result.shares"],
  ["polarity", "result.polarity"],
  ["experience_index", "result.experience_index"],
  ["emonps", "result.emonps"],
  ["score", "result.score"],
  ["no_face", "result.no_face"],
  ["uncertain", "result.uncertain"],
  ["derived", "result.valence"],
] as const;

export function Definitions() {
  const { t } = useTranslation("screening");
  return (
    <details>
      <summary>{t("result.meaning")}</summary>
      <dl className="screening-definitions small">
        {DEFINED.map(([name, title]) => (
          <div key={name}>
            <dt>{t(title)}</dt>
            <dd>{t(`definitions.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
