/* Ops: how the server does, from its own metrics.

   /metrics every 2 s -> history -> charts, tables ; /models, /limits -> what is loaded */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { Trouble } from "../../shell/trouble";
import { useAbout } from "./about";
import { Load } from "./load";
import { Models } from "./models";
import "./ops.css";
import { Speed } from "./speed";
import { Traffic } from "./traffic";
import { useWatching, type Watching } from "./watching";

export function Ops() {
  const { t } = useTranslation("ops");
  const [going, setGoing] = useState(true);
  const watching = useWatching(going);
  const about = useAbout(watching.answered !== null && !watching.error);
  const { moments } = watching.history;
  const measures = moments.findLast(({ measures }) => measures)?.measures ?? null;
  return (
    <div className="page stack ops">
      <div className="ops-head">
        <div className="stack-tight">
          <h1>{t("title")}</h1>
          <p className="soft">{t("lead")}</p>
        </div>
        <button
          type="button"
          className="button"
          aria-pressed={!going}
          onClick={() => setGoing(!going)}
        >
          {t("pause")}
        </button>
      </div>
      <p className="figures small" data-version={about.version}>
        {about.version && t("version", { version: about.version })}{" "}
        <Answered watching={watching} going={going} />
      </p>
      <Gone watching={watching} />
      <Traffic moments={moments} measures={measures} />
      <Speed moments={moments} measures={measures} />
      <Load moments={moments} measures={measures} />
      <section className="stack" aria-labelledby="models">
        <h2 id="models">{t("models")}</h2>
        {about.models && <Models models={about.models} />}
        {Boolean(about.error) && !watching.error && (
          <Trouble error={about.error} again={about.again} />
        )}
      </section>
    </div>
  );
}

function Answered({ watching, going }: { watching: Watching; going: boolean }) {
  const { t } = useTranslation("ops");
  const figures = useFigures();
  if (watching.answered === null) return t("asking");
  const time = figures.time(watching.answered);
  return going ? t("answered", { time }) : t("paused", { time });
}

/** Why there is nothing new, and what happens next. */
function Gone({ watching: { error, barred, answered, again } }: { watching: Watching }) {
  const { t } = useTranslation("ops");
  const figures = useFigures();
  if (!error) return null;
  if (barred) return <Trouble error={error} again={again} />;
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{t("gone.what")}</strong>
      </p>
      <p>
        {answered !== null && `${t("gone.last", { time: figures.time(answered) })} `}
        {t("gone.next")}
      </p>
    </div>
  );
}
