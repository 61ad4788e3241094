/* The numbers of a summary, each with what it means; eMosh's own for those who compare. */
import { useTranslation } from "react-i18next";
import { type Formats, useFormats } from "./formats";
import type { Summary } from "./job";

export function Numbers({ summary }: { summary: Summary }) {
  const { t } = useTranslation("clip");
  const formats = useFormats();
  return (
    <dl className="clip-numbers figures">
      {namesOf(summary).map((name) => (
        <div key={name} data-number={name}>
          <dt>{t(`number.${name}.name`)}</dt>
          <dd>{written(name, summary, formats)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Meanings({ summary }: { summary: Summary }) {
  const { t } = useTranslation("clip");
  return (
    <details>
      <summary>{t("number.meaning")}</summary>
      <dl className="clip-meanings">
        {namesOf(summary).map((name) => (
          <div key={name}>
            <dt>{t(`number.${name}.name`)}</dt>
            <dd>{t(`number.${name}.means`, { k: summary.emonps.k })}</dd>
          </div>
        ))}
        {summary.emosh && <Emosh emosh={summary.emosh} />}
      </dl>
    </details>
  );
}

const SEEN = ["score", "experience_index", "emonps", "uncertain_share"] as const;
const ALWAYS = ["no_face_share", "duration"] as const;
type NumberName = (typeof SEEN)[number] | (typeof ALWAYS)[number];

/** Without a face there is nothing to score. */
function namesOf({ dominant_emotion }: Summary): readonly NumberName[] {
  return dominant_emotion === "none" ? ALWAYS : [...SEEN, ...ALWAYS];
}

function written(name: NumberName, summary: Summary, formats: Formats): string {
  if (name === "duration") return formats.seconds(summary.duration);
  if (name === "emonps") return formats.signed(summary.emonps.value);
  const value = summary[name];
  return name.endsWith("_share") ? formats.percent(value) : formats.signed(value);
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
