/* Lays readings that were saved another day over those of today.

   file -> importReadings -> fault in words | another film? asks | viewers added */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../charts/time-chart";
import type { Advert } from "./advert";
import type { CsvFault } from "./csv-fields";
import { PickFile } from "./pick-file";
import { type AdvertFacts, type Imported, importReadings } from "./readings-csv";
import type { Viewings } from "./viewings";

const MOST_BYTES = 200e6;
const SAME_LENGTH = 0.5;

export interface AddReadingsProps {
  advert: Advert;
  viewings: Viewings;
  /** Called with the last viewer that was added. */
  added: (id: number) => void;
}

type Whole = Exclude<Imported, { fault: CsvFault }>;
type Outcome =
  | { readonly kind: "file"; readonly why: "unreadable" | "too-large" }
  | { readonly kind: "fault"; readonly fault: CsvFault }
  | { readonly kind: "other"; readonly imported: Whole };

export function AddReadings({ advert, viewings, added }: AddReadingsProps) {
  const { t } = useTranslation("screening");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const lay = (imported: Whole) => {
    setOutcome(null);
    added(viewings.add(imported.viewings, true));
  };
  const take = async (file: File) => {
    if (file.size > MOST_BYTES) return setOutcome({ kind: "file", why: "too-large" });
    const text = await file.text().catch(() => null);
    if (text === null) return setOutcome({ kind: "file", why: "unreadable" });
    const imported = importReadings(text);
    if ("fault" in imported) setOutcome({ kind: "fault", fault: imported.fault });
    else if (isOther(imported.advert, advert)) setOutcome({ kind: "other", imported });
    else lay(imported);
  };
  return (
    <>
      <PickFile accept=".csv,text/csv" pick={take}>
        {t("files.add")}
      </PickFile>
      {outcome?.kind === "other" && (
        <OtherFilm
          facts={outcome.imported.advert}
          anyway={() => lay(outcome.imported)}
          not={() => setOutcome(null)}
        />
      )}
      {outcome && outcome.kind !== "other" && (
        <div className="remark remark-danger screening-wide" role="alert">
          <p>
            <strong>{t("files.what")}</strong>
          </p>
          <p>
            {outcome.kind === "file"
              ? t(`files.${outcome.why}`)
              : t(`files.fault.${outcome.fault.reason}`, { ...outcome.fault })}
          </p>
        </div>
      )}
    </>
  );
}

interface OtherFilmProps {
  facts: AdvertFacts;
  anyway: () => void;
  not: () => void;
}

function OtherFilm({ facts, anyway, not }: OtherFilmProps) {
  const { t } = useTranslation("screening");
  return (
    <div className="remark remark-warn screening-wide" role="alert">
      <p>
        <strong>{t("files.other.what", { name: facts.name, length: clock(facts.seconds) })}</strong>
      </p>
      <p>{t("files.other.action")}</p>
      <p className="row">
        <button type="button" className="button" onClick={anyway}>
          {t("files.other.anyway")}
        </button>
        <button type="button" className="button" onClick={not}>
          {t("files.other.not")}
        </button>
      </p>
    </div>
  );
}

function isOther(facts: AdvertFacts, advert: Advert): boolean {
  return facts.name !== advert.name || Math.abs(facts.seconds - advert.seconds) > SAME_LENGTH;
}
