/* A film's pictures at the strongest moments of each expression; each plays from there. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../charts/time-chart";
import { LABELS } from "../expressions/expressions";
import { useFigures } from "../messages/figures";
import "./films.css";
import { useFrames } from "./frames";
import { type Moment, strongest } from "./moments";

export interface MomentFramesProps {
  title: string;
  /** The film's address; undefined while there is none. */
  url: string | undefined;
  /** Of which the strongest are shown. */
  moments: readonly Moment[];
  playFrom: (seconds: number) => void;
}

export function MomentFrames({ title, url, moments: all, playFrom }: MomentFramesProps) {
  const { t } = useTranslation("films");
  const { t: named } = useTranslation("expressions");
  const moments = useMemo(() => strongest(all), [all]);
  const frames = useFrames(
    url,
    moments.map(({ seconds }) => seconds),
  );
  const shown = LABELS.filter((label) => moments.some((moment) => moment.label === label));
  return (
    <section className="stack" aria-labelledby="moments">
      <h3 id="moments">{title}</h3>
      {shown.length === 0 && <p className="soft">{t("none")}</p>}
      <div className="moment-frames">
        {shown.map((label) => (
          <section key={label} className="stack-tight" aria-labelledby={`moments-${label}`}>
            <h4 id={`moments-${label}`} style={{ borderColor: `var(--${label})` }}>
              {named(`label.${label}`)}
            </h4>
            <ul>
              {moments
                .filter((moment) => moment.label === label)
                .map((moment) => (
                  <li key={moment.seconds}>
                    <Frame
                      moment={moment}
                      picture={frames.get(moment.seconds)}
                      play={() => playFrom(moment.seconds)}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

interface FrameProps {
  moment: Moment;
  picture: string | undefined;
  play: () => void;
}

function Frame({ moment, picture, play }: FrameProps) {
  const { t } = useTranslation("films");
  const { t: named } = useTranslation("expressions");
  const figures = useFigures();
  const time = clock(moment.seconds);
  const share = figures.percent(moment.probability);
  const label = named(`label.${moment.label}`);
  return (
    <button
      type="button"
      className="moment-frame"
      aria-label={t("play", { time, label, share })}
      data-seconds={moment.seconds}
      onClick={play}
    >
      {picture ? (
        <img src={picture} alt={t("frame", { time })} />
      ) : (
        <span className="moment-blank" />
      )}
      <span className="row small figures">
        <span>▶ {time}</span>
        <span className="soft">{share}</span>
      </span>
    </button>
  );
}
