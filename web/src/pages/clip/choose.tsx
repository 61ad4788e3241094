/* The two ways to a clip: the camera, or a file from the disk, picked or dropped. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";
import { ACCEPTED, admit, type ClipFile, type Misfit } from "./clip-file";
import { useFormats } from "./formats";
import { recordedType } from "./recorder";

export interface ChooseProps {
  record: () => void;
  choose: (clip: ClipFile) => void;
}

export function Choose({ record, choose }: ChooseProps) {
  const { t } = useTranslation("clip");
  const { take, misfit, error, again } = useAdmission(choose);
  const over = useDropped(take);
  return (
    <div className="stack">
      <div className="clip-ways">
        <section className="clip-way stack-tight" aria-labelledby="clip-record">
          <span className="clip-sign" aria-hidden="true">
            🎥
          </span>
          <h2 id="clip-record">{t("record.title")}</h2>
          <p className="soft">{recordedType() ? t("record.lead") : t("record.unable")}</p>
          <p>
            <button
              type="button"
              className="button button-primary"
              disabled={!recordedType()}
              onClick={record}
            >
              {t("record.begin")}
            </button>
          </p>
        </section>
        <section className="clip-way stack-tight" data-over={over || undefined}>
          <span className="clip-sign" aria-hidden="true">
            🎞️
          </span>
          <h2>{t("choose.title")}</h2>
          <p className="soft">{t("choose.lead")}</p>
          <label className="button clip-pick">
            <input
              type="file"
              className="unseen"
              accept={ACCEPTED}
              onChange={({ target }) => {
                if (target.files?.[0]) take(target.files[0]);
                target.value = "";
              }}
            />
            {t("choose.pick")}
          </label>
        </section>
      </div>
      {misfit && <Refused misfit={misfit.why} name={misfit.name} />}
      {error !== null && <Trouble error={error} again={again} />}
    </div>
  );
}

function Refused({ misfit, name }: { misfit: Misfit; name: string }) {
  const { t } = useTranslation("clip");
  const { bytes } = useFormats();
  const sizes =
    misfit.why === "too-large" ? { size: bytes(misfit.size), limit: bytes(misfit.limit) } : {};
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{t(`misfit.${misfit.why}.what`, { name, ...sizes })}</strong>
      </p>
      <p>{t(`misfit.${misfit.why}.action`)}</p>
    </div>
  );
}

type Refusal = { readonly why: Misfit; readonly name: string };

function useAdmission(choose: (clip: ClipFile) => void) {
  const [misfit, setMisfit] = useState<Refusal | null>(null);
  const [failed, setFailed] = useState<{ file: File; error: unknown } | null>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  const take = (file: File) => {
    const clip = { blob: file, name: file.name, recorded: false };
    setMisfit(null);
    setFailed(null);
    admit(clip)
      .then((why) => {
        if (left.current) return;
        if (why) setMisfit({ why, name: file.name });
        else choose(clip);
      })
      .catch((error: unknown) => setFailed({ file, error }));
  };
  const again = () => failed && take(failed.file);
  return { take, misfit, error: failed?.error ?? null, again };
}

/** A file may be dropped anywhere: beside the target, the browser would leave the page for it. */
function useDropped(take: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const stop = new AbortController();
    const listen = (name: "dragover" | "dragleave" | "drop", act: (event: DragEvent) => void) =>
      window.addEventListener(name, act, { signal: stop.signal });
    listen("dragover", (event) => {
      event.preventDefault();
      setOver(true);
    });
    listen("dragleave", ({ relatedTarget }) => relatedTarget || setOver(false));
    listen("drop", (event) => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) latest.current(file);
    });
    return () => stop.abort();
  }, []);
  return over;
}
