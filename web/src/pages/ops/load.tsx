/* What the workers are busy with: faces, batches, pictures that wait, open streams, clips. */
import { useTranslation } from "react-i18next";
import { Distribution } from "./distribution";
import { mean } from "./histogram";
import { MeasureChart } from "./measure-chart";
import type { Measures } from "./measures";
import { linesOf, modelsSeen } from "./names";
import type { MeasuredProps } from "./traffic";
import { useWording } from "./wording";

export function Load({ moments, measures }: MeasuredProps) {
  const { t } = useTranslation("ops");
  const wording = useWording();
  const models = modelsSeen(moments);
  const told = (read: (then: Measures) => string) => (measures ? read(measures) : t("measuring"));
  return (
    <section className="stack" aria-labelledby="load">
      <h2 id="load">{t("load")}</h2>
      <div className="measures">
        <MeasureChart
          name="faces"
          title={t("faces.title")}
          now={told(({ faces }) => (faces === null ? t("not_reported") : wording.rate(faces)))}
          means={measures?.faces === 0 ? t("no_traffic") : t("faces.means")}
          moments={moments}
          lines={[{ name: t("faces.line"), token: "accent" }]}
          read={({ faces }) => [faces]}
          format={wording.rate}
          least={1}
        />
        <MeasureChart
          name="queue"
          title={t("queue.title")}
          now={told(({ queue }) => wording.count(queue))}
          means={told(({ streams }) => t("queue.means", { streams: wording.count(streams) }))}
          moments={moments}
          lines={[
            { name: t("queue.pictures"), token: "accent" },
            { name: t("queue.streams"), token: "surprise", dash: [8, 4] },
          ]}
          read={({ queue, streams }) => [queue, streams]}
          format={wording.count}
          least={5}
        >
          {measures && <Jobs jobs={measures.jobs} />}
        </MeasureChart>
        <MeasureChart
          name="batch"
          title={t("batch.title")}
          now={told((then) => wording.mean(largest(then)))}
          means={t("batch.means")}
          moments={moments}
          lines={linesOf(models)}
          read={(then) => models.map((model) => sizeOf(then, model))}
          format={(value) => wording.mean(value)}
          least={2}
        >
          {measures && <Distribution models={measures.models} />}
        </MeasureChart>
      </div>
    </section>
  );
}

function largest({ models }: Measures): number | null {
  const means = models.map(({ size }) => mean(size)).filter((size) => size !== null);
  return means.length > 0 ? Math.max(...means) : null;
}

function sizeOf({ models }: Measures, wanted: string): number | null {
  const found = models.find(({ model }) => model === wanted);
  return found ? mean(found.size) : null;
}

const STATES = ["queued", "running", "done", "failed", "cancelled"] as const;

function Jobs({ jobs }: { jobs: Measures["jobs"] }) {
  const { t } = useTranslation("ops");
  const { count } = useWording();
  const told = STATES.filter((state) => jobs[state]).map((state) =>
    t(`jobs.${state}`, { number: count(jobs[state] ?? 0) }),
  );
  if (Object.keys(jobs).length === 0) return null;
  const sentence = told.length > 0 ? t("jobs.some", { states: told.join(", ") }) : t("jobs.none");
  return <p className="small">{sentence}</p>;
}
