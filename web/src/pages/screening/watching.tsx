/* A viewing under way: the film, the camera that reads the viewer, and what comes of it in step. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CameraState, useCamera } from "../../camera/camera";
import { CameraTrouble } from "../../camera/camera-trouble";
import { Connection } from "../../camera/connection";
import { Elsewhere } from "../../camera/elsewhere";
import { useTurn } from "../../camera/turn";
import type { Advert } from "./advert";
import { usePlayback } from "./playback";
import { Player } from "./player";
import type { Reading } from "./readings";
import { SelfView } from "./self-view";
import { SoFar } from "./so-far";
import { useEnding } from "./use-ending";
import { useReading } from "./use-reading";
import { WatchingStatus } from "./watching-status";

export interface WatchingProps {
  advert: Advert;
  viewer: string;
  finish: (readings: readonly Reading[]) => void;
  cancel: () => void;
}

export function Watching({ advert, viewer, finish, cancel }: WatchingProps) {
  const { t } = useTranslation("screening");
  const film = useRef<HTMLVideoElement>(null);
  const face = useRef<HTMLVideoElement>(null);
  const { camera, turn, start } = useCameraInTurn();
  const playback = usePlayback(film);
  const stream = streamOf(camera.state);
  const { progress, live, readings } = useReading(face, stream, playback, advert.seconds);
  const { ending, end } = useEnding(playback.ended, () => finish(readings()));
  const ready = stream !== null && !ending;
  useEffect(() => {
    if (!ready) film.current?.pause();
  }, [ready]);
  const endNow = () => {
    film.current?.pause();
    end();
  };
  return (
    <>
      <h2 className="screening-name">{t("watching.title", { viewer, name: advert.name })}</h2>
      {turn === "elsewhere" && <Elsewhere take={() => start(true)} />}
      {camera.state.phase === "failed" && (
        <CameraTrouble fault={camera.state.fault} again={() => start()} />
      )}
      {live.state?.phase !== "paused" && <Connection state={live.state} />}
      {live.state?.phase === "closed" && (
        <p>
          <button type="button" className="button" onClick={() => start()}>
            {t("watching.reconnect")}
          </button>
        </p>
      )}
      {playback.failed && <FilmTrouble />}
      <div className="screening-watching">
        <Player film={film} advert={advert} moving={playback.moving} ready={ready}>
          <button
            type="button"
            className="button"
            disabled={ending || progress.count === 0}
            onClick={endNow}
          >
            {t("watching.finish")}
          </button>
          <button type="button" className="button button-danger" onClick={cancel}>
            {t("watching.cancel")}
          </button>
        </Player>
        <aside className="stack">
          {stream && <SelfView face={face} stream={stream} />}
          <WatchingStatus
            asking={camera.state.phase === "asking"}
            ending={ending}
            playback={playback}
            progress={progress}
          />
        </aside>
      </div>
      <SoFar progress={progress} position={playback.position} />
    </>
  );
}

function FilmTrouble() {
  const { t } = useTranslation("screening");
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{t("watching.failed.what")}</strong>
      </p>
      <p>{t("watching.failed.action")}</p>
    </div>
  );
}

/** The camera starts with the viewing, unless another tab has it. */
function useCameraInTurn() {
  const camera = useCamera();
  const { turn, take } = useTurn(camera.stop);
  const [asked, setAsked] = useState({ steal: false });
  const { start: open } = camera;
  useEffect(() => {
    let left = false;
    void take(asked.steal).then(async (ours) => {
      if (ours && !left) await open(false);
    });
    return () => {
      left = true;
    };
  }, [asked, take, open]);
  return { camera, turn, start: (steal = false) => setAsked({ steal }) };
}

function streamOf(state: CameraState): MediaStream | null {
  return state.phase === "live" ? state.stream : null;
}
