/* The clip in a picture and a few numbers. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Bars } from "../../expressions/bars";
import { Circumplex } from "../../expressions/circumplex";
import type { Point } from "../../expressions/plane";
import { useFormats } from "./formats";
import type { Summary } from "./job";
import { Meanings, Numbers } from "./numbers";
import { type Timeline, trailOf } from "./timeline";

export interface OverviewProps {
  summary: Summary;
  timeline: Timeline | null;
}

export function Overview({ summary, timeline }: OverviewProps) {
  const { t } = useTranslation("clip");
  const trail = useMemo(() => (timeline ? trailOf(timeline) : []), [timeline]);
  const nobody = summary.dominant_emotion === "none";
  const mean = useMemo<Point | null>(
    () => (nobody ? null : { valence: summary.valence, arousal: summary.arousal }),
    [summary, nobody],
  );
  const leading = summary.dominant_emotion === "none" ? null : summary.dominant_emotion;
  return (
    <div className="stack">
      <Verdict summary={summary} />
      {!nobody && (
        <div className="columns clip-overview">
          <figure className="panel">
            <Circumplex
              points={trail}
              {...(mean && { marked: mean })}
              emoji={summary.emoji || null}
            />
            <figcaption className="soft small">{t("result.plane")}</figcaption>
          </figure>
          <section className="panel stack">
            <h3>{t("result.shares")}</h3>
            <Bars shares={summary.shares} leading={leading} />
            <Numbers summary={summary} />
          </section>
        </div>
      )}
      {nobody && <Numbers summary={summary} />}
      <Meanings summary={summary} />
    </div>
  );
}

function Verdict({ summary }: { summary: Summary }) {
  const { t } = useTranslation("clip");
  const { t: named } = useTranslation("expressions");
  const { percent, point } = useFormats();
  const label = summary.dominant_emotion;
  if (label === "none") {
    return (
      <div className="remark">
        <p>
          <strong>{t("result.none")}</strong>
        </p>
        <p>{t("result.none_action")}</p>
      </div>
    );
  }
  const words = { expression: named(`label.${label}`), share: percent(summary.shares[label]) };
  return (
    <div className="clip-verdict">
      <span className="clip-emoji" role="img" aria-label={t("result.emoji")} data-emoji>
        {summary.emoji}
      </span>
      <div>
        <p className="clip-leading" data-leading={label}>
          {t(summary.uncertain ? "result.uncertain" : "result.leading", words)}
        </p>
        <p className="soft">
          {t(summary.uncertain ? "result.guess" : "result.share", words)}{" "}
          {t("result.derived", {
            valence: point(summary.valence),
            arousal: point(summary.arousal),
          })}
        </p>
      </div>
    </div>
  );
}
