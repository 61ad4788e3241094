/* How large the batches of the window were, by model. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { parts } from "./histogram";
import type { ModelMeasures } from "./measures";
import { useWording } from "./wording";

export function Distribution({ models }: { models: readonly ModelMeasures[] }) {
  const { t } = useTranslation("ops");
  const busy = models.filter(({ size }) => size.count > 0);
  if (busy.length === 0) return null;
  return (
    <table className="table small distribution">
      <caption>{t("batch.distribution")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("model")}</th>
          <th scope="col">{t("batch.size")}</th>
          <th scope="col" className="number">
            {t("batch.share")}
          </th>
        </tr>
      </thead>
      {busy.map((model) => (
        <Sizes key={model.model} model={model} />
      ))}
    </table>
  );
}

function Sizes({ model: { model, size } }: { model: ModelMeasures }) {
  const { percent } = useWording();
  const { number } = useFigures();
  const rows = parts(size);
  return (
    <tbody>
      {rows.map(({ from, bucket: { bound, count } }, row) => (
        <tr key={bound}>
          {row === 0 && (
            <th scope="rowgroup" rowSpan={rows.length}>
              {model}
            </th>
          )}
          <td>{sizes(from, bound, number)}</td>
          <td className="number distribution-share">
            <span aria-hidden="true" style={{ width: `${(100 * count) / size.count}%` }} />
            {percent(count / size.count)}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** Whole numbers above `from` and up to `bound`. */
export function sizes(from: number, bound: number, number: (value: number) => string): string {
  if (!Number.isFinite(bound)) return `> ${number(from)}`;
  return from + 1 >= bound ? number(bound) : `${number(from + 1)}–${number(bound)}`;
}
