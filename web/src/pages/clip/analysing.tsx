/* A clip from its sending to its result: shows where it stands, and what can be done. */
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";
import { JobCancelled, useAnalysis } from "./analysis";
import type { ClipFile } from "./clip-file";
import { Result } from "./result";
import { Sending } from "./sending";
import { Step } from "./step";
import { ClipGone } from "./upload";
import { useOnline } from "./waiting";
import { Working } from "./working";

export interface AnalysingProps {
  clip: ClipFile;
  /** Back to the start; `removed` when the clip was deleted on purpose. */
  leave: (removed: boolean) => void;
}

export function Analysing({ clip, leave }: AnalysingProps) {
  const { t } = useTranslation("clip");
  const { analysis, again, settled } = useAnalysis(clip);
  const cancel = () => leave(false);
  const removed = () => {
    settled();
    leave(true);
  };
  if (analysis.phase === "done") {
    return <Result clip={clip} finished={analysis.finished} removed={removed} another={cancel} />;
  }
  return (
    <Step title={clip.name} name="analysing">
      {analysis.phase === "sending" && <Sending sent={analysis.sent} />}
      {analysis.phase === "working" && <Working job={analysis.job} lost={analysis.lost} />}
      {analysis.phase === "failed" && (
        <Failed error={analysis.error} again={analysis.final ? null : again} />
      )}
      <p>
        <button type="button" className="button" onClick={cancel}>
          {t(analysis.phase === "failed" ? "analysing.other" : "analysing.cancel")}
        </button>
      </p>
    </Step>
  );
}

function Failed({ error, again }: { error: unknown; again: (() => void) | null }) {
  const { t } = useTranslation("clip");
  const online = useOnline();
  if (error instanceof ClipGone) return <Remark what={t("gone.what")} action={t("gone.action")} />;
  return (
    <div className="stack">
      {!online && <Remark what={t("offline.what")} action={t("offline.action")} />}
      {error instanceof JobCancelled ? (
        <Cancelled again={again} />
      ) : (
        <Trouble error={error} {...(again && { again })} />
      )}
      {again && <p className="soft">{t("analysing.kept")}</p>}
    </div>
  );
}

function Cancelled({ again }: { again: (() => void) | null }) {
  const { t } = useTranslation("clip");
  const { t: shell } = useTranslation("shell");
  return (
    <>
      <Remark what={t("cancelled.what")} action={t("cancelled.action")} />
      {again && (
        <p>
          <button type="button" className="button" onClick={again}>
            {shell("again")}
          </button>
        </p>
      )}
    </>
  );
}

function Remark({ what, action }: { what: string; action: string }) {
  return (
    <div className="remark remark-warn" role="alert">
      <p>
        <strong>{what}</strong>
      </p>
      <p>{action}</p>
    </div>
  );
}
