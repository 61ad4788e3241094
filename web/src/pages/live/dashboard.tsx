/* Everything that is read from the camera at this moment, and the buttons that stop it. */
import type { Problem, Sample } from "emotion-tracker-js";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraState } from "../../camera/camera";
import { Connection } from "../../camera/connection";
import { useLiveStream } from "../../camera/live-stream";
import { LiveView } from "../../camera/live-view";
import { expressionLines } from "../../charts/expression-lines";
import { TimeChart } from "../../charts/time-chart";
import { Bars } from "../../expressions/bars";
import { Circumplex } from "../../expressions/circumplex";
import { useFigures } from "../../messages/figures";
import { CHART_SECONDS, chartColumns, type History, remembered, trail } from "./history";
import { Reading } from "./reading";
import { Statistics } from "./statistics";

/** A little over ten, so that ten a second are read where a camera's frames come unevenly. */
const RATE = 12;

export interface DashboardProps {
  camera: CameraState & { phase: "live" };
  voiceWanted: boolean;
  forget: () => void;
}

export function Dashboard({ camera, voiceWanted, forget }: DashboardProps) {
  const { t } = useTranslation("live");
  const video = useRef<HTMLVideoElement>(null);
  const [history, setHistory] = useState<History>([]);
  const onSample = useCallback(
    (sample: Sample) => setHistory((before) => remembered(before, sample)),
    [],
  );
  const { sample, state, stream, fault } = useLiveStream(video, {
    camera: camera.stream,
    sound: camera.sound,
    rate: RATE,
    onSample,
  });
  const [paused, setPaused] = useState(false);
  useEffect(() => (paused ? stream?.pause() : stream?.resume()), [paused, stream]);
  const fused = sample?.fused ?? null;
  return (
    <>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {t("pause")}
        </button>
        <button type="button" className="button button-danger" onClick={forget}>
          {t("forget")}
        </button>
        {(sample?.faces.length ?? 0) > 1 && (
          <button type="button" className="button" onClick={() => stream?.follow(null)}>
            {t("largest")}
          </button>
        )}
      </div>
      <Connection state={state} />
      {voiceWanted && !camera.sound && <p className="remark remark-warn">{t("no_microphone")}</p>}
      {fault && <Fault fault={fault} />}
      <div className="live-grid">
        <div className="stack live-picture">
          <LiveView
            video={video}
            stream={camera.stream}
            sample={sample}
            onFollow={(track) => stream?.follow(track)}
          />
          <Statistics stream={stream} />
        </div>
        <section className="panel live-plane" aria-labelledby="plane">
          <h2 id="plane">{t("plane")}</h2>
          <Circumplex
            points={useMemo(() => trail(history), [history])}
            emoji={fused?.emoji ?? null}
          />
          <Reading sample={sample} voiceWanted={voiceWanted && camera.sound} />
        </section>
        <section className="panel" aria-labelledby="shares">
          <h2 id="shares">{t("shares")}</h2>
          <Bars shares={fused?.probabilities ?? null} leading={fused?.dominant_emotion ?? null} />
        </section>
        <Past history={history} />
      </div>
    </>
  );
}

function Fault({ fault }: { fault: Problem }) {
  return (
    <div className="remark remark-warn" role="alert">
      <p>{fault.detail}</p>
      <p>{fault.action}</p>
    </div>
  );
}

function Past({ history }: { history: History }) {
  const { t } = useTranslation("live");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFigures();
  const lines = useMemo(() => expressionLines(named), [named]);
  const columns = useMemo(() => chartColumns(history), [history]);
  return (
    <section className="panel live-past" aria-labelledby="past">
      <h2 id="past">{t("past", { seconds: CHART_SECONDS })}</h2>
      <TimeChart
        label={t("past_label", { seconds: CHART_SECONDS })}
        lines={lines}
        columns={columns}
        range={[0, 1]}
        span={[-CHART_SECONDS, 0]}
        format={percent}
        formatTime={(seconds) => (seconds < 0 ? t("ago", { seconds: -seconds }) : t("now"))}
      />
    </section>
  );
}
