/* When each apparent expression was strongest; a press shows that moment of the clip. */
import { LABELS } from "emotion-tracker-js";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../charts/time-chart";
import { useFormats } from "./formats";
import { momentsOf, type Timeline } from "./timeline";

export interface MomentsProps {
  timeline: Timeline;
  seek: (seconds: number) => void;
}

export function Moments({ timeline, seek }: MomentsProps) {
  const { t } = useTranslation("clip");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFormats();
  const moments = useMemo(() => momentsOf(timeline), [timeline]);
  const shown = LABELS.map((label) => ({
    label,
    own: moments.filter((moment) => moment.label === label),
  })).filter(({ own }) => own.length > 0);
  if (!shown.length) return null;
  return (
    <div className="stack-tight">
      <h3>{t("moments.title")}</h3>
      <ul className="clip-moments">
        {shown.map(({ label, own }) => (
          <li key={label}>
            <span className="clip-moment-name">
              <span className="clip-dot" style={{ background: `var(--${label})` }} />
              {named(`label.${label}`)}
            </span>
            <span className="row">
              {own.map(({ seconds, probability }) => (
                <button
                  key={seconds}
                  type="button"
                  className="button figures"
                  aria-label={t("moments.show", {
                    expression: named(`label.${label}`),
                    share: percent(probability),
                    time: clock(seconds),
                  })}
                  onClick={() => seek(seconds)}
                >
                  {clock(seconds)} <span className="soft">{percent(probability)}</span>
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
