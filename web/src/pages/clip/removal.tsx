/* Deletes the clip's result from the server, or goes on to another clip, which does the same. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";
import type { Finished } from "./analysis";
import { useFormats } from "./formats";
import { remove } from "./job";

export interface RemovalProps {
  finished: Finished;
  removed: () => void;
  another: () => void;
}

export function Removal({ finished, removed, another }: RemovalProps) {
  const { t } = useTranslation("clip");
  const { moment } = useFormats();
  const { busy, error, begin } = useRemoval(finished.id, removed);
  const until = finished.expires === null ? null : moment(finished.expires);
  return (
    <section className="stack-tight" aria-labelledby="clip-removal">
      <h3 id="clip-removal">{t("removal.title")}</h3>
      <p className="soft">
        {t("removal.kept")} {until && t("removal.until", { time: until })}
      </p>
      <div className="row">
        <button type="button" className="button" onClick={another}>
          {t("removal.another")}
        </button>
        <button type="button" className="button button-danger" disabled={busy} onClick={begin}>
          {t("removal.remove")}
        </button>
      </div>
      {error !== null && <Trouble error={error} again={begin} />}
    </section>
  );
}

function useRemoval(id: string, removed: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef(new AbortController());
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current.abort();
  }, []);
  const begin = () => {
    const { signal } = stop.current;
    setBusy(true);
    setError(null);
    remove(id, signal)
      .then(() => signal.aborted || removed())
      .catch((reason: unknown) => {
        if (signal.aborted) return;
        setError(reason);
        setBusy(false);
      });
  };
  return { busy, error, begin };
}
