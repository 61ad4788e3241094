/* The receipt of a deletion: what went, and the ledger's entry that proves it. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../../messages/figures";
import { useDates } from "../dates";
import { Download } from "../download";
import type { Receipt } from "../replies";
import { useTableName } from "./tables";

export function DeletionReceipt({ receipt, back }: { receipt: Receipt; back: () => void }) {
  const { t } = useTranslation("watch");
  const figures = useFigures();
  const date = useDates();
  const named = useTableName();
  const file = async () =>
    new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" });
  return (
    <>
      <h1>{t("receipt.title")}</h1>
      <p className="watch-lead" role="status">
        {t("receipt.lead", { moment: date(receipt.deleted_at) })}
      </p>
      <section className="panel stack-tight receipt" aria-labelledby="receipt">
        <h2 id="receipt">{t("receipt.what")}</h2>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("held.kind")}</th>
              <th scope="col" className="number">
                {t("receipt.rows")}
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(receipt.rows).map(([table, rows]) => (
              <tr key={table}>
                <th scope="row">{named(table, table)}</th>
                <td className="number" data-deleted={table}>
                  {figures.number(rows)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>{t("receipt.ledger", { number: figures.number(receipt.ledger.number) })}</p>
        <p>
          <code className="identifier">{receipt.ledger.hash}</code>
        </p>
        {!receipt.files_erased && <p className="remark remark-warn">{t("receipt.busy")}</p>}
      </section>
      <div className="row">
        <Download name="receipt.json" file={file}>
          {t("receipt.download")}
        </Download>
        <button type="button" className="button button-primary" onClick={back}>
          {t("receipt.back")}
        </button>
      </div>
    </>
  );
}
