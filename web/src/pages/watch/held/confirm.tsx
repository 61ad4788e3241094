/* Asks once more before something that cannot be taken back. */
import { type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../../shell/trouble";

export interface ConfirmProps {
  dialog: RefObject<HTMLDialogElement | null>;
  title: string;
  text: string;
  action: string;
  act: () => Promise<void>;
}

export function Confirm({ dialog, title, text, action, act }: ConfirmProps) {
  const { t } = useTranslation("watch");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = useId();
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await act();
      dialog.current?.close();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className="panel" aria-labelledby={id}>
      <div className="stack">
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
        {error !== null && <Trouble error={error} />}
        <div className="row">
          <button type="button" className="button button-danger" disabled={busy} onClick={confirm}>
            {action}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {t("cancel")}
          </button>
        </div>
      </div>
    </dialog>
  );
}
