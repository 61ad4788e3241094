/* Asks before readings are lost. Escape and "stay" keep them. */
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

export interface SureProps {
  title: string;
  text: string;
  action: string;
  yes: () => void;
  no: () => void;
}

export function Sure({ title, text, action, yes, no }: SureProps) {
  const { t } = useTranslation("screening");
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="panel" aria-labelledby={id} onClose={no}>
      <div className="stack">
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
        <div className="row">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {t("sure.no")}
          </button>
          <button type="button" className="button button-danger" onClick={yes}>
            {action}
          </button>
        </div>
      </div>
    </dialog>
  );
}
