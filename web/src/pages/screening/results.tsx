/* What came of it: one viewer's numbers, curves and moments, and all viewers together. */
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MomentFrames } from "../../films/moment-frames";
import { AddReadings } from "./add-readings";
import type { Advert } from "./advert";
import { Dynamics } from "./dynamics";
import { curvesOf } from "./measures";
import { Numbers } from "./numbers";
import { usePlayback } from "./playback";
import { momentsOf, type Viewing } from "./readings";
import { SaveFiles } from "./save-files";
import { StartOver } from "./start-over";
import { summarise, USUAL_K } from "./summary";
import { Together } from "./together";
import type { Viewings } from "./viewings";

export interface ResultsProps {
  advert: Advert;
  viewings: Viewings;
  shown: number;
  show: (id: number) => void;
  next: () => void;
  startOver: () => void;
}

export function Results({ advert, viewings, shown, show, next, startOver }: ResultsProps) {
  const { t } = useTranslation("screening");
  const [k, setK] = useState(USUAL_K);
  const viewing = viewings.all.find(({ id }) => id === shown) ?? viewings.all[0];
  return (
    <>
      {viewing && (
        <OneViewer key={viewing.id} advert={advert} viewing={viewing} k={k} setK={setK} />
      )}
      <Together
        seconds={advert.seconds}
        viewings={viewings}
        shown={viewing?.id ?? null}
        show={show}
        k={k}
      />
      <div className="row">
        <button type="button" className="button button-primary" onClick={next}>
          {t("together.next")}
        </button>
        <SaveFiles advert={advert} viewings={viewings} k={k} />
        <AddReadings advert={advert} viewings={viewings} added={show} />
        <StartOver startOver={startOver} />
      </div>
      <p className="soft small">{t("memory")}</p>
    </>
  );
}

interface OneViewerProps {
  advert: Advert;
  viewing: Viewing;
  k: number;
  setK: (k: number) => void;
}

function OneViewer({ advert, viewing, k, setK }: OneViewerProps) {
  const { t } = useTranslation("screening");
  const film = useRef<HTMLVideoElement>(null);
  const { position } = usePlayback(film);
  const summary = useMemo(() => summarise(viewing.readings), [viewing]);
  const columns = useMemo(
    () => curvesOf(viewing.readings, advert.seconds),
    [viewing, advert.seconds],
  );
  const moments = useMemo(() => momentsOf(viewing.readings), [viewing]);
  const playFrom = (seconds: number) => {
    const player = film.current;
    if (!player) return;
    player.currentTime = seconds;
    player.scrollIntoView({ block: "nearest" });
    player.play().catch(() => undefined);
  };
  return (
    <article className="stack screening-result" aria-labelledby="viewer">
      <h2 id="viewer" className="screening-name">
        {viewing.viewer}
      </h2>
      <Numbers summary={summary} k={k} setK={setK} />
      {summary.read > 0 && (
        <>
          <div className="screening-again">
            <section className="stack-tight" aria-labelledby="dynamics">
              <h3 id="dynamics">{t("result.curve")}</h3>
              <Dynamics columns={columns} position={position} onPick={playFrom} />
              <p className="soft small">{t("result.pick")}</p>
            </section>
            {/* biome-ignore lint/a11y/useMediaCaption: captions of the viewer's own file cannot be known */}
            <video
              ref={film}
              className="screening-film"
              src={advert.url}
              controls
              playsInline
              preload="auto"
              aria-label={t("result.film")}
            />
          </div>
          <MomentFrames
            title={t("moments.title")}
            url={advert.url}
            moments={moments}
            playFrom={playFrom}
          />
        </>
      )}
    </article>
  );
}
