/* The camera while something is watched: its picture, what it apparently shows, what was stored. */
import type { Sample } from "emotion-tracker-js";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CameraState, useCamera } from "../../../camera/camera";
import { CameraTrouble } from "../../../camera/camera-trouble";
import { Connection } from "../../../camera/connection";
import { Elsewhere } from "../../../camera/elsewhere";
import { useLiveStream } from "../../../camera/live-stream";
import { LiveView } from "../../../camera/live-view";
import { useTurn } from "../../../camera/turn";
import { useFigures } from "../../../messages/figures";
import type { OutboxState } from "./outbox";

export interface ReadingProps {
  /** `performance.now()` at the beginning of the session, from which readings count. */
  begun: number;
  voice: boolean;
  outbox: OutboxState;
  onSample: (sample: Sample) => void;
}

export function Reading(props: ReadingProps) {
  const { t } = useTranslation("watch");
  const camera = useCamera();
  const turn = useTurn(camera.stop);
  const begin = async (steal = false) => {
    if (await turn.take(steal)) await camera.start(props.voice);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: agreeing started it, once
  useEffect(() => void begin(), []);
  return (
    <section className="panel stack-tight reading" aria-labelledby="reading">
      <h2 id="reading">{t("reading.title")}</h2>
      {turn.turn === "elsewhere" && <Elsewhere take={() => begin(true)} />}
      {camera.state.phase === "asking" && <p role="status">{t("reading.asking")}</p>}
      {camera.state.phase === "failed" && (
        <CameraTrouble fault={camera.state.fault} again={() => begin()} />
      )}
      {camera.state.phase === "live" && <Live {...props} camera={camera.state} />}
      <Stored outbox={props.outbox} />
    </section>
  );
}

function Live({
  begun,
  voice,
  camera,
  onSample,
}: ReadingProps & { camera: CameraState & { phase: "live" } }) {
  const { t } = useTranslation("watch");
  const video = useRef<HTMLVideoElement>(null);
  const [paused, setPaused] = useState(false);
  const { sample, state, stream, fault } = useLiveStream(video, {
    camera: camera.stream,
    sound: camera.sound,
    onSample,
    clock: () => (performance.now() - begun) / 1000,
  });
  useEffect(() => (paused ? stream?.pause() : stream?.resume()), [paused, stream]);
  return (
    <>
      <LiveView
        video={video}
        stream={camera.stream}
        sample={paused ? null : sample}
        onFollow={(track) => stream?.follow(track)}
      />
      <div className="row reading-now">
        <Now sample={paused ? null : sample} />
        <button
          type="button"
          className="button"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {t("reading.pause")}
        </button>
      </div>
      <Connection state={state} />
      {voice && !camera.sound && <p className="small soft">{t("reading.no_sound")}</p>}
      {fault && <p className="small soft">{fault.detail}</p>}
    </>
  );
}

function Now({ sample }: { sample: Sample | null }) {
  const { t } = useTranslation("watch");
  const { t: named } = useTranslation("expressions");
  const figures = useFigures();
  const fused = sample?.fused;
  if (!fused) return <p className="reading-label soft">{t("reading.nothing")}</p>;
  const label = named(`label.${fused.dominant_emotion}`);
  const share = figures.percent(fused.probabilities[fused.dominant_emotion]);
  return (
    <p className="reading-label figures">
      <span aria-hidden="true">{fused.emoji}</span>{" "}
      {fused.uncertain ? t("reading.uncertain", { label }) : t("reading.certain", { label, share })}
    </p>
  );
}

function Stored({ outbox: { acknowledged, waiting, trouble } }: { outbox: OutboxState }) {
  const { t } = useTranslation("watch");
  return (
    <>
      <p className="small soft figures" data-stored={acknowledged} data-waiting={waiting}>
        {t("reading.stored", { count: acknowledged })}
      </p>
      <p role="status" className={trouble === null ? "unseen" : "remark remark-warn"}>
        {trouble === null ? "" : t("reading.away", { count: waiting })}
      </p>
    </>
  );
}
