/* The film from the disk, picked or dropped, and in words why one cannot be shown. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Advert, type AdvertFault, openAdvert, UnusableAdvert } from "./advert";
import { PickFile } from "./pick-file";

export interface ChooseAdvertProps {
  choose: (advert: Advert) => void;
  /** In place of one that was chosen before. */
  another?: boolean;
}

export function ChooseAdvert({ choose, another = false }: ChooseAdvertProps) {
  const { t } = useTranslation("screening");
  const { open, opening, fault } = useOpening(choose);
  const pick = (
    <PickFile accept="video/*" primary={!another} pick={open}>
      {t(another ? "advert.another" : "advert.choose")}
    </PickFile>
  );
  return (
    <div className="stack">
      {another ? (
        pick
      ) : (
        <section
          className="screening-drop stack"
          aria-labelledby="choose-advert"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const [file] = event.dataTransfer.files;
            if (file) void open(file);
          }}
        >
          <h2 id="choose-advert">{t("advert.title")}</h2>
          <p className="soft">{t("advert.lead")}</p>
          {pick}
        </section>
      )}
      {opening && <p role="status">{t("advert.opening")}</p>}
      {fault && <Unusable fault={fault} />}
    </div>
  );
}

function Unusable({ fault }: { fault: AdvertFault }) {
  const { t } = useTranslation("screening");
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{t(`advert.fault.${fault}.what`)}</strong>
      </p>
      <p>{t(`advert.fault.${fault}.action`)}</p>
    </div>
  );
}

function useOpening(choose: (advert: Advert) => void) {
  const [opening, setOpening] = useState(false);
  const [fault, setFault] = useState<AdvertFault | null>(null);
  const wanted = useRef<File | null>(null);
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );
  const open = async (file: File) => {
    wanted.current = file;
    setOpening(true);
    setFault(null);
    const opened = await openAdvert(file).catch(faultOf);
    if (wanted.current !== file) {
      if (typeof opened !== "string") URL.revokeObjectURL(opened.url);
      return;
    }
    setOpening(false);
    if (typeof opened === "string") setFault(opened);
    else choose(opened);
  };
  return { open, opening, fault };
}

function faultOf(error: unknown): AdvertFault {
  return error instanceof UnusableAdvert ? error.fault : "unplayable";
}
