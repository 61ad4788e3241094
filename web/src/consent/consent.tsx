/* Consent comes before the first frame: the server's notice, what is read, and a clear yes.

   GET /api/v1/notice -> text + ticks -> onAgree(modalities) */
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { onKeyChanged } from "../server/key";
import { ask } from "../server/request";
import { Trouble } from "../shell/trouble";
import "./consent.css";

export type Modality = "face" | "voice" | "words";

export interface Notice {
  readonly text: string;
  readonly version: string;
  readonly language: string;
}

export interface ConsentProps {
  /** What the readings are for; the notice says it. */
  purpose: string;
  /** What can be read beside the face, which always is; each can be declined. */
  offered: readonly Exclude<Modality, "face">[];
  onAgree: (agreed: readonly Modality[], notice: Notice) => void;
  /** What agreeing starts, as the button's text. */
  action: string;
  /** Whether a session records what is read; by default it is shown and dropped. */
  recorded?: boolean;
}

export function Consent({ purpose, offered, onAgree, action, recorded = false }: ConsentProps) {
  const { t } = useTranslation("consent");
  const [agreed, setAgreed] = useState(offered);
  const modalities: readonly Modality[] = ["face", ...agreed];
  const { notice, error, again } = useNotice(purpose, modalities, recorded);
  const [understood, setUnderstood] = useState(false);
  const id = useId();
  if (error) return <Trouble error={error} again={again} />;
  const toggle = (modality: (typeof offered)[number], on: boolean) =>
    setAgreed(offered.filter((one) => (one === modality ? on : agreed.includes(one))));
  return (
    <section className="panel stack consent" aria-labelledby={id}>
      <h2 id={id}>{t("title")}</h2>
      <div className="consent-notice stack-tight" lang={notice?.language} aria-live="polite">
        {(notice?.text ?? t("loading")).split("\n\n").map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      {offered.map((modality) => (
        <label key={modality} className="tick">
          <input
            type="checkbox"
            checked={agreed.includes(modality)}
            onChange={(event) => toggle(modality, event.target.checked)}
          />
          <span>{t(`also.${modality}`)}</span>
        </label>
      ))}
      <label className="tick">
        <input
          type="checkbox"
          checked={understood}
          onChange={(event) => setUnderstood(event.target.checked)}
        />
        <span>{t("understood")}</span>
      </label>
      <div className="row">
        <button
          type="button"
          className="button button-primary"
          disabled={!understood || !notice}
          onClick={() => notice && onAgree(modalities, notice)}
        >
          {action}
        </button>
      </div>
    </section>
  );
}

function useNotice(purpose: string, modalities: readonly Modality[], recorded: boolean) {
  const { i18n } = useTranslation();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const asked = modalities.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({
      purpose,
      modalities: asked,
      language: i18n.language,
      recorded: String(recorded),
    });
    ask<Notice>(`/api/v1/notice?${query}`, { signal: stop.signal })
      .then(setNotice)
      .catch((reason: unknown) => stop.signal.aborted || setError(reason));
    return () => stop.abort();
  }, [purpose, asked, recorded, i18n.language, attempt]);
  const again = () => {
    setError(null);
    setAttempt((count) => count + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: listens once
  useEffect(() => onKeyChanged(again), []);
  return { notice, error, again };
}
