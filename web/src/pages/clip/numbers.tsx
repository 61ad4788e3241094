/* The numbers of a summary, each with what it means; eMosh's own for those who compare. */
import { useTranslation } from "react-i18next";
import { useFormats } from "./formats";
import type { Summary } from "./job";

export function Numbers({ summary }: { summary: Summary }) {
  const { t } = useTranslation("clip");
  const { signed, share, seconds } = useFormats();
  const seen = summary.dominant_emotion !== "none";
  const measured = [
    ["score", signed(summary.score)],
    ["experience_index", signed(summary.experience_index)],
    ["emonps", signed(summary.emonps.value)],
    ["uncertain_share", share(summary.uncertain_share)],
  ] as const;
  const shown = [
    ...(seen ? measured : []),
    ["no_face_share", share(summary.no_face_share)],
    ["duration", seconds(summary.duration)],
  ] as const;
  return (
    <div className="stack-tight">
      <dl className="clip-numbers figures">
        {shown.map(([name, value]) => (
          <div key={name} data-number={name}>
            <dt>{t(`number.${name}.name`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t("number.meaning")}</summary>
        <dl className="clip-meanings">
          {shown.map(([name]) => (
            <div key={name}>
              <dt>{t(`number.${name}.name`)}</dt>
              <dd>{t(`number.${name}.means`, { k: summary.emonps.k })}</dd>
            </div>
          ))}
          {summary.emosh && <Emosh emosh={summary.emosh} />}
        </dl>
      </details>
    </div>
  );
}

function Emosh({ emosh }: { emosh: NonNullable<Summary["emosh"]> }) {
  const { t } = useTranslation("clip");
  const { point } = useFormats();
  return (
    <div data-number="emosh">
      <dt>
        eMosh: {String.fromCodePoint(Number(emosh.emoji))}{" "}
        <span className="figures">
          {point(emosh.valence)} · {point(emosh.arousal)}
        </span>
      </dt>
      <dd>{t("number.emosh")}</dd>
    </div>
  );
}
