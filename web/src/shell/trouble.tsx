/* An error as a person reads it: what happened, what to do, and a way to try again. */
import { MienError } from "emotion-tracker-js";
import { useTranslation } from "react-i18next";

export interface TroubleProps {
  error: unknown;
  again?: () => void;
}

export function Trouble({ error, again }: TroubleProps) {
  const { t } = useTranslation("shell");
  const { detail, action } = useWords(error);
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{detail}</strong>
      </p>
      {action && <p>{action}</p>}
      {again && (
        <p className="row">
          <button type="button" className="button" onClick={again}>
            {t("again")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Codes whose texts are translated here; others say what the server said. */
const TRANSLATED = [
  "unreachable",
  "overloaded",
  "body-too-large",
  "clip-too-long",
  "clip-too-large",
  "undecodable-video",
  "undecodable-image",
  "no-video",
  "key-required",
  "invalid-credentials",
  "missing-scope",
  "rate-limited",
  "empty-catalog",
  "database-unavailable",
] as const;

function useWords(error: unknown): { detail: string; action: string } {
  const { t, i18n } = useTranslation("shell");
  if (!(error instanceof MienError)) {
    return { detail: t("problem.defect.detail"), action: t("problem.defect.action") };
  }
  const code = TRANSLATED.find((known) => known === error.code);
  if (code && (i18n.language !== "en" || code === "unreachable")) {
    return { detail: t(`problem.${code}.detail`), action: t(`problem.${code}.action`) };
  }
  return { detail: error.detail, action: error.action };
}
