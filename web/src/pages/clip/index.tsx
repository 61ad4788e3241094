/* Clip: record or upload a clip, and see what it shows.

   choose ──file──> review ──send──> analysing -> result -> choose
      └─record─> consent, camera ─^ */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Modality } from "../../consent/consent";
import { Analysing } from "./analysing";
import { Choose } from "./choose";
import "./clip.css";
import type { ClipFile } from "./clip-file";
import { Record } from "./record";
import { Review } from "./review";

type Stage =
  | { readonly name: "choose"; readonly removed: boolean }
  | { readonly name: "record" }
  | { readonly name: "review" | "analysing"; readonly clip: ClipFile };

const START: Stage = { name: "choose", removed: false };

export function Clip() {
  const { t } = useTranslation("clip");
  const [stage, setStage] = useState<Stage>(START);
  const [agreed, setAgreed] = useState<readonly Modality[] | null>(null);
  const record = () => setStage({ name: "record" });
  const start = () => setStage(START);
  /** The end of a recording can come after the camera was left. */
  const recorded = (clip: ClipFile) =>
    setStage((now) => (now.name === "record" ? { name: "review", clip } : now));
  return (
    <div className="page stack clip">
      <div className="stack-tight">
        <h1>{t("title")}</h1>
        {stage.name === "choose" && <p className="soft clip-lead">{t("lead")}</p>}
      </div>
      {stage.name === "choose" && (
        <>
          <p role="status" className={stage.removed ? "remark" : "unseen"}>
            {stage.removed && t("removal.done")}
          </p>
          <Choose record={record} choose={(clip) => setStage({ name: "review", clip })} />
        </>
      )}
      {stage.name === "record" && (
        <Record agreed={agreed} agree={setAgreed} recorded={recorded} back={start} />
      )}
      {stage.name === "review" && (
        <Review
          clip={stage.clip}
          send={() => setStage({ name: "analysing", clip: stage.clip })}
          another={stage.clip.recorded ? record : start}
          back={start}
        />
      )}
      {stage.name === "analysing" && (
        <Analysing clip={stage.clip} leave={(removed) => setStage({ name: "choose", removed })} />
      )}
    </div>
  );
}
