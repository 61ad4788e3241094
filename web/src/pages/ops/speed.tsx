/* How long things take: answers, inferences, and the wait before them. */
import { useTranslation } from "react-i18next";
import { mean, quantile } from "./histogram";
import { MeasureChart } from "./measure-chart";
import type { Measures } from "./measures";
import { linesOf, modelsSeen } from "./names";
import type { MeasuredProps } from "./traffic";
import { useWording } from "./wording";

export function Speed({ moments, measures }: MeasuredProps) {
  const { t } = useTranslation("ops");
  const { time } = useWording();
  const models = modelsSeen(moments);
  const told = (read: (then: Measures) => number | null) =>
    measures ? time(read(measures)) : t("measuring");
  return (
    <section className="stack" aria-labelledby="speed">
      <h2 id="speed">{t("speed")}</h2>
      <div className="measures">
        <MeasureChart
          name="latency"
          title={t("latency.title")}
          now={told(({ latency }) => quantile(latency, 0.95))}
          means={t("latency.means")}
          moments={moments}
          lines={[
            { name: "p50", token: "accent" },
            { name: "p95", token: "surprise", dash: [8, 4] },
            { name: "p99", token: "fear", dash: [2, 3] },
          ]}
          read={({ latency }) => [0.5, 0.95, 0.99].map((share) => quantile(latency, share))}
          format={time}
          least={0.01}
        />
        <MeasureChart
          name="inference"
          title={t("inference.title")}
          now={told(slowest)}
          means={t("inference.means")}
          moments={moments}
          lines={linesOf(models)}
          read={(then) => models.map((model) => runOf(then, model))}
          format={time}
          least={0.01}
        />
        <MeasureChart
          name="wait"
          title={t("wait.title")}
          now={told(({ wait }) => quantile(wait, 0.95))}
          means={t("wait.means")}
          moments={moments}
          lines={[
            { name: t("mean"), token: "accent" },
            { name: "p95", token: "surprise", dash: [8, 4] },
          ]}
          read={({ wait }) => [mean(wait), quantile(wait, 0.95)]}
          format={time}
          least={0.001}
        />
      </div>
    </section>
  );
}

/** The mean time of the model that took longest. */
function slowest({ models }: Measures): number | null {
  const means = models.map(({ run }) => mean(run)).filter((seconds) => seconds !== null);
  return means.length > 0 ? Math.max(...means) : null;
}

function runOf({ models }: Measures, wanted: string): number | null {
  const found = models.find(({ model }) => model === wanted);
  return found ? mean(found.run) : null;
}
