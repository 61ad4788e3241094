/* Saves what was read as files; from then on the page may be closed without loss. */
import { useTranslation } from "react-i18next";
import type { Advert } from "./advert";
import { readingsCsv } from "./readings-csv";
import { summaryCsv } from "./summary-csv";
import type { Viewings } from "./viewings";

export interface SaveFilesProps {
  advert: Advert;
  viewings: Viewings;
  k: number;
}

export function SaveFiles({ advert, viewings, k }: SaveFilesProps) {
  const { t } = useTranslation("screening");
  const { all, saved } = viewings;
  const none = all.length === 0;
  const name = advert.name.replace(/\.[^.]*$/, "");
  const saveReadings = () => {
    save(`${name}-readings.csv`, readingsCsv(advert, all));
    saved();
  };
  const saveSummary = () => save(`${name}-summary.csv`, summaryCsv(advert, all, k));
  return (
    <>
      <button type="button" className="button" disabled={none} onClick={saveReadings}>
        {t("files.readings")}
      </button>
      <button type="button" className="button" disabled={none} onClick={saveSummary}>
        {t("files.summary")}
      </button>
    </>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
