/* Before a viewing: the film, the viewer's pseudonym and the viewer's consent. */
import { useTranslation } from "react-i18next";
import { clock } from "../../charts/time-chart";
import { AddReadings } from "./add-readings";
import type { Advert } from "./advert";
import { ChooseAdvert } from "./choose-advert";
import { ViewerForm } from "./viewer-form";
import type { Viewings } from "./viewings";

export interface PrepareProps {
  advert: Advert | null;
  viewings: Viewings;
  choose: (advert: Advert) => void;
  begin: (viewer: string) => void;
  /** Shows the results of a viewer. */
  show: (id: number) => void;
}

export function Prepare({ advert, viewings, choose, begin, show }: PrepareProps) {
  const { t } = useTranslation("screening");
  const [newest] = viewings.all.slice(-1);
  if (!advert) {
    return (
      <>
        <ChooseAdvert choose={choose} />
        <ul className="screening-notes soft small">
          <li>{t("memory")}</li>
          <li>{t("lawful")}</li>
        </ul>
      </>
    );
  }
  return (
    <div className="screening-prepare">
      <ViewerForm advert={advert} viewings={viewings} begin={begin} />
      <aside className="stack">
        <Film advert={advert} />
        {newest ? (
          <p>
            <button type="button" className="button" onClick={() => show(newest.id)}>
              {t("viewer.back")}
            </button>
          </p>
        ) : (
          <>
            <ChooseAdvert choose={choose} another />
            <AddReadings advert={advert} viewings={viewings} added={show} />
          </>
        )}
        <p className="soft small">{t("memory")}</p>
      </aside>
    </div>
  );
}

function Film({ advert }: { advert: Advert }) {
  const { t } = useTranslation("screening");
  return (
    <figure className="stack-tight">
      {/* biome-ignore lint/a11y/useMediaCaption: the viewer's own file, captions cannot be known */}
      <video className="screening-film" src={advert.url} controls aria-label={t("advert.film")} />
      <figcaption>
        <strong className="screening-name">{advert.name}</strong>
        <br />
        <span className="soft small">{t("advert.length", { length: clock(advert.seconds) })}</span>
      </figcaption>
    </figure>
  );
}
