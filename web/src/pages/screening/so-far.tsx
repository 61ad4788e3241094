/* Counts and curves while the film plays; folded away, they do not sway the viewer. */
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Columns } from "../../charts/time-chart";
import { LABELS, type Shares } from "../../expressions/expressions";
import { useFigures } from "../../messages/figures";
import { Dynamics } from "./dynamics";
import type { Progress } from "./use-reading";

export function SoFar({ progress, position }: { progress: Progress; position: number }) {
  const { t } = useTranslation("screening");
  return (
    <details className="screening-so-far" open>
      <summary>{t("watching.so_far")}</summary>
      <div className="screening-live">
        <section className="stack-tight" aria-labelledby="counts">
          <h3 id="counts">{t("watching.counts")}</h3>
          <Counts counts={progress.counts} />
        </section>
        <Curves columns={progress.columns} position={position} />
      </div>
    </details>
  );
}

const Curves = memo(function Curves(props: { columns: Columns; position: number }) {
  const { t } = useTranslation("screening");
  return (
    <section className="stack-tight" aria-labelledby="curves">
      <h3 id="curves">{t("watching.curve")}</h3>
      <Dynamics {...props} />
    </section>
  );
});

function Counts({ counts }: { counts: Shares }) {
  const { t } = useTranslation("expressions");
  const { number } = useFigures();
  const most = useMemo(() => Math.max(1, ...Object.values(counts)), [counts]);
  return (
    <ul className="bars figures">
      {LABELS.map((label) => (
        <li key={label} data-label={label} data-leading={counts[label] === most || undefined}>
          <span className="bars-name">{t(`label.${label}`)}</span>
          <span className="bars-track" aria-hidden="true">
            <span
              style={{
                transform: `scaleX(${counts[label] / most})`,
                background: `var(--${label})`,
              }}
            />
          </span>
          <span className="bars-number">{number(counts[label])}</span>
        </li>
      ))}
    </ul>
  );
}
