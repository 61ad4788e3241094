/* Records oneself: consent, this tab's turn at the camera, the mirror with its timer. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCamera } from "../../camera/camera";
import { CameraTrouble } from "../../camera/camera-trouble";
import { Elsewhere } from "../../camera/elsewhere";
import { LiveView } from "../../camera/live-view";
import { useTurn } from "../../camera/turn";
import { clock } from "../../charts/time-chart";
import { Consent, type Modality } from "../../consent/consent";
import type { ClipFile } from "./clip-file";
import { useRecorder } from "./recorder";
import { Step } from "./step";

const MOST_SECONDS = 60;

export interface RecordProps {
  /** What was agreed to earlier on this page; null asks. */
  agreed: readonly Modality[] | null;
  agree: (modalities: readonly Modality[]) => void;
  recorded: (clip: ClipFile) => void;
  back: () => void;
}

export function Record({ agreed, agree, recorded, back }: RecordProps) {
  const { t } = useTranslation("clip");
  return (
    <Step title={t("record.title")} name="record">
      {agreed ? (
        <Camera sound={agreed.includes("voice")} recorded={recorded} />
      ) : (
        <Consent
          purpose={t("record.purpose")}
          offered={["voice"]}
          action={t("record.agree")}
          onAgree={agree}
        />
      )}
      <p>
        <button type="button" className="button" onClick={back}>
          {t("back")}
        </button>
      </p>
    </Step>
  );
}

interface CameraProps {
  sound: boolean;
  recorded: (clip: ClipFile) => void;
}

function Camera({ sound, recorded }: CameraProps) {
  const { t } = useTranslation("clip");
  const { state, start, stop } = useCamera();
  const { turn, take } = useTurn(stop);
  const begin = async (steal = false) => {
    if (await take(steal)) await start(sound);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the camera is opened once
  useEffect(() => void begin(), []);
  if (turn === "elsewhere") return <Elsewhere take={() => void begin(true)} />;
  if (state.phase === "failed") {
    return <CameraTrouble fault={state.fault} again={() => void begin()} />;
  }
  if (state.phase !== "live") return <p role="status">{t("record.asking")}</p>;
  return <Mirror stream={state.stream} silent={sound && !state.sound} recorded={recorded} />;
}

interface MirrorProps {
  stream: MediaStream;
  /** A microphone was wanted and is not there. */
  silent: boolean;
  recorded: (clip: ClipFile) => void;
}

function Mirror({ stream, silent, recorded }: MirrorProps) {
  const { t } = useTranslation("clip");
  const video = useRef<HTMLVideoElement>(null);
  const { seconds, start, stop } = useRecorder(stream, MOST_SECONDS, (blob) =>
    recorded({ blob, name: nameOf(blob), recorded: true }),
  );
  return (
    <div className="stack clip-mirror">
      <LiveView video={video} stream={stream} sample={null} />
      <div className="row">
        {seconds === null ? (
          <button type="button" className="button button-primary" onClick={start}>
            {t("record.start")}
          </button>
        ) : (
          <button type="button" className="button button-primary" onClick={stop}>
            {t("record.stop")}
          </button>
        )}
        <span className="clip-timer figures" role="timer" data-recording={seconds !== null}>
          {clock(seconds ?? 0)} / {clock(MOST_SECONDS)}
        </span>
        <span role="status" className="soft">
          {seconds !== null && t("record.running")}
        </span>
      </div>
      {silent && <p className="soft small">{t("record.silent")}</p>}
    </div>
  );
}

function nameOf({ type }: Blob): string {
  return type === "video/mp4" ? "recording.mp4" : "recording.webm";
}
