/* Both graphs of a session: the seven expressions over time, and positive against negative. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { expressionLines } from "../../../charts/expression-lines";
import { TimeChart } from "../../../charts/time-chart";
import { useFigures } from "../../../messages/figures";
import type { Report } from "../replies";
import { curvesOf } from "./curves";

export function Graphs({ report: { over_time } }: { report: Report }) {
  const { t } = useTranslation("watch");
  const { t: named } = useTranslation("expressions");
  const figures = useFigures();
  const curves = useMemo(() => curvesOf(over_time), [over_time]);
  const seven = useMemo(() => expressionLines(named), [named]);
  const two = useMemo(
    () => [
      { name: t("graph.positive"), token: "good" },
      { name: t("graph.negative"), token: "danger", dash: [6, 4] },
    ],
    [t],
  );
  if (over_time.moments.length === 0) return <p className="remark">{t("graph.none")}</p>;
  return (
    <>
      <section className="panel" aria-labelledby="emotions">
        <h2 id="emotions">{t("graph.emotions")}</h2>
        <TimeChart
          label={t("graph.emotions_label")}
          lines={seven}
          columns={curves.emotions}
          range={[0, 1]}
          format={figures.percent}
        />
      </section>
      <section className="panel" aria-labelledby="polarity">
        <h2 id="polarity">{t("graph.polarity")}</h2>
        <TimeChart
          label={t("graph.polarity_label")}
          lines={two}
          columns={curves.polarity}
          range={[0, 1]}
          format={figures.percent}
        />
      </section>
    </>
  );
}
