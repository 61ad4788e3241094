/* Live: the camera's apparent expression as it moves. Nothing is kept, here or on the server.

   consent -> camera, this tab's turn -> LiveStream -> picture with boxes, plane, bars, chart */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCamera } from "../../camera/camera";
import { CameraTrouble } from "../../camera/camera-trouble";
import { Elsewhere } from "../../camera/elsewhere";
import { useTurn } from "../../camera/turn";
import { Consent, type Modality } from "../../consent/consent";
import { Dashboard } from "./dashboard";
import "./live.css";

const VOICE = ["voice"] as const;

export function Live() {
  const { t } = useTranslation("live");
  const camera = useCamera();
  const turn = useTurn(camera.stop);
  const [agreed, setAgreed] = useState<readonly Modality[] | null>(null);
  const begin = async (modalities: readonly Modality[], steal = false) => {
    setAgreed(modalities);
    if (await turn.take(steal)) await camera.start(modalities.includes("voice"));
  };
  const forget = () => {
    camera.stop();
    turn.give();
    setAgreed(null);
  };
  return (
    <div className="page stack live">
      <div className="stack-tight">
        <h1>{t("title")}</h1>
        <p className="soft live-lead">{t("lead")}</p>
      </div>
      {!agreed && (
        <Consent
          purpose={t("purpose")}
          offered={VOICE}
          action={t("start")}
          onAgree={(modalities) => begin(modalities)}
        />
      )}
      {agreed && turn.turn === "elsewhere" && <Elsewhere take={() => begin(agreed, true)} />}
      {agreed && camera.state.phase === "asking" && <p role="status">{t("asking")}</p>}
      {agreed && camera.state.phase === "failed" && (
        <CameraTrouble fault={camera.state.fault} again={() => begin(agreed)} />
      )}
      {agreed && camera.state.phase === "live" && (
        <Dashboard camera={camera.state} voiceWanted={agreed.includes("voice")} forget={forget} />
      )}
    </div>
  );
}
