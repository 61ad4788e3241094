/* Why nothing is read any more, and what can still be done. */
import type { Problem } from "emotion-tracker-js";
import { useTranslation } from "react-i18next";

export type StoppedBy = Pick<Problem, "code" | "detail" | "action">;

const SAID = ["consent-withdrawn", "consent-expired", "session-ended"] as const;

export function Stopped({ by }: { by: StoppedBy }) {
  const { t } = useTranslation("watch");
  const code = SAID.find((known) => known === by.code);
  return (
    <div className="remark remark-warn" role="alert">
      <p>
        <strong>{code ? t(`stopped.${code}`) : by.detail}</strong>
      </p>
      <p>{code ? t("stopped.action") : by.action}</p>
    </div>
  );
}
