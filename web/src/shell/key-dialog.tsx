/* Asks for an API key when the server wants one; the key stays in this tab. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { key, onKeyWanted, setKey } from "../server/key";

export function KeyDialog() {
  const { t } = useTranslation("shell");
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState(false);
  useEffect(
    () =>
      onKeyWanted(() => {
        setRefused(key() !== undefined);
        if (!dialog.current?.open) dialog.current?.showModal();
      }),
    [],
  );
  return (
    <dialog ref={dialog} className="panel" aria-labelledby="key-title">
      <form method="dialog" className="stack" onSubmit={() => setKey(typed.trim())}>
        <h2 id="key-title">{t("key.title")}</h2>
        <p>{t("key.why")}</p>
        {refused && (
          <p className="remark remark-danger" role="alert">
            {t("key.refused")}
          </p>
        )}
        <div className="field">
          <label htmlFor="key">{t("key.label")}</label>
          <input
            id="key"
            type="password"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <div className="row">
          <button type="submit" className="button button-primary" disabled={!typed.trim()}>
            {t("key.use")}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {t("key.cancel")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
