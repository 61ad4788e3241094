/* Before a viewing: the film, the viewer's pseudonym and the viewer's consent. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../charts/time-chart";
import { Consent } from "../../consent/consent";
import { AddReadings } from "./add-readings";
import type { Advert } from "./advert";
import { ChooseAdvert } from "./choose-advert";
import type { Viewings } from "./viewings";

const LONGEST_NAME = 40;
const LONGEST_QUOTED = 200;

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

function ViewerForm({
  advert,
  viewings,
  begin,
}: Pick<PrepareProps, "viewings" | "begin"> & {
  advert: Advert;
}) {
  const { t } = useTranslation("screening");
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? t("viewer.default", { number: viewings.all.length + 1 });
  const viewer = name.trim();
  const taken = viewings.all.some((other) => other.viewer === viewer);
  return (
    <section className="stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("viewer.title")}</h2>
      <div className="field screening-viewer">
        <label htmlFor={id}>{t("viewer.label")}</label>
        <input
          id={id}
          value={name}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setTyped(target.value)}
        />
        <span id={`${id}-hint`} className="soft small">
          {t("viewer.hint")}
        </span>
      </div>
      {!viewer || taken ? (
        <p className="remark remark-warn" role="alert">
          {t(taken ? "viewer.taken" : "viewer.missing")}
        </p>
      ) : (
        <>
          <p>{t("viewer.handover")}</p>
          <Consent
            purpose={t("purpose", { name: advert.name.slice(0, LONGEST_QUOTED) })}
            offered={NOTHING_ELSE}
            action={t("start")}
            onAgree={() => begin(viewer)}
          />
        </>
      )}
    </section>
  );
}

/* A microphone would hear the film's own sound. */
const NOTHING_ELSE = [] as const;
