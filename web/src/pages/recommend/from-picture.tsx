/* A picture in place of an expression: consent first, then a file or one snapshot.

   Consent -> file | camera -> Blob -> reading -> shares for the request, bars for the person */
import type { PictureReading, Shares } from "emotion-tracker-js";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Consent } from "../../consent/consent";
import { Bars } from "../../expressions/bars";
import { Trouble } from "../../shell/trouble";
import { useReading } from "./reading";
import { Snapshot } from "./snapshot";

const NOTHING_ELSE = [] as const;

export interface FromPictureProps {
  /** Called with the shares of the largest face, and with null when they no longer count. */
  onShares: (shares: Shares | null) => void;
}

export function FromPicture({ onShares }: FromPictureProps) {
  const { t } = useTranslation("recommend");
  const [agreed, setAgreed] = useState(false);
  const { picture, reading, error, read, clear } = useReading();
  const face = reading?.faces[0] ?? null;
  useEffect(() => onShares(face?.probabilities ?? null), [face, onShares]);
  if (!agreed) {
    return (
      <Consent
        purpose={t("picture.purpose")}
        offered={NOTHING_ELSE}
        action={t("picture.agree")}
        onAgree={() => setAgreed(true)}
      />
    );
  }
  return (
    <section className="panel from-picture" aria-label={t("choose.picture")}>
      <div className="stack">
        <Sources onPicture={read} />
        <p className="small soft">{t("picture.private")}</p>
      </div>
      <div className="stack">
        {picture && <Preview picture={picture} />}
        <Said waiting={picture !== null && !error} reading={reading} />
        {face && (
          <>
            <Bars shares={face.probabilities} leading={face.dominant_emotion} />
            <p>
              <button type="button" className="button" onClick={clear}>
                {t("picture.forget")}
              </button>
            </p>
          </>
        )}
      </div>
      {Boolean(error) && <Trouble error={error} again={() => picture && read(picture)} />}
    </section>
  );
}

/** Where the reading stands, for everyone who does not see the bars. */
function Said({ waiting, reading }: { waiting: boolean; reading: PictureReading | null }) {
  const { t } = useTranslation("recommend");
  const { t: named } = useTranslation("expressions");
  const said = () => {
    const [face] = reading?.faces ?? [];
    if (!reading) return waiting ? t("picture.reading") : "";
    if (!face) return `${t("picture.no_face")} ${t("picture.no_face_action")}`;
    const read = t("picture.read", { expression: named(`label.${face.dominant_emotion}`) });
    return face.uncertain ? `${read} ${t("picture.uncertain")}` : read;
  };
  return <p role="status">{said()}</p>;
}

function Sources({ onPicture }: { onPicture: (picture: Blob) => void }) {
  const { t } = useTranslation("recommend");
  const id = useId();
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{t("picture.file")}</label>
        <input
          id={id}
          type="file"
          accept="image/*"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) onPicture(file);
            target.value = "";
          }}
        />
      </div>
      <Snapshot onPicture={onPicture} />
    </>
  );
}

function Preview({ picture }: { picture: Blob }) {
  const { t } = useTranslation("recommend");
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(picture);
    if (image.current) image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [picture]);
  return <img ref={image} className="from-picture-preview" alt={t("picture.preview")} />;
}
