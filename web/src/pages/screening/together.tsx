/* All viewers over one another, and their numbers in a table. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Line, TimeChart } from "../../charts/time-chart";
import { LABELS } from "../../expressions/expressions";
import { useFigures } from "../../messages/figures";
import { isMeasure, MEASURES, type Measure, overlaid, rangeOf } from "./measures";
import { ViewersTable } from "./viewers-table";
import type { Viewings } from "./viewings";

export interface TogetherProps {
  /** How long the film is. */
  seconds: number;
  viewings: Viewings;
  shown: number | null;
  show: (id: number) => void;
  k: number;
}

export function Together({ seconds, viewings, ...rest }: TogetherProps) {
  const { t } = useTranslation("screening");
  return (
    <section className="panel stack" aria-labelledby="together">
      <h2 id="together">{t("together.title")}</h2>
      {viewings.all.length > 1 && <Overlay seconds={seconds} viewings={viewings} />}
      {viewings.all.length > 0 ? (
        <ViewersTable viewings={viewings} {...rest} />
      ) : (
        <p>{t("together.none")}</p>
      )}
    </section>
  );
}

function Overlay({ seconds, viewings: { all } }: Pick<TogetherProps, "seconds" | "viewings">) {
  const { t } = useTranslation("screening");
  const { fixed, percent } = useFigures();
  const [measure, setMeasure] = useState<Measure>("valence");
  const nameOf = useMeasureName();
  const columns = useMemo(() => overlaid(all, measure, seconds), [all, measure, seconds]);
  const lines = [
    ...all.map(({ viewer }, place) => lineOf(viewer, place)),
    { name: t("together.mean"), token: "ink", width: 4 },
  ];
  return (
    <>
      <div className="field screening-measure">
        <label htmlFor="measure">{t("together.measure")}</label>
        <select
          id="measure"
          value={measure}
          onChange={({ target }) => isMeasure(target.value) && setMeasure(target.value)}
        >
          {MEASURES.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </div>
      <TimeChart
        label={t("together.label", { measure: nameOf(measure) })}
        lines={lines}
        columns={columns}
        range={rangeOf(measure)}
        format={measure === "valence" ? (value) => fixed(value, 1) : percent}
        height={260}
      />
    </>
  );
}

function useMeasureName(): (measure: Measure) => string {
  const { t } = useTranslation("screening");
  const { t: named } = useTranslation("expressions");
  return (measure) =>
    measure === "valence" || measure === "positive"
      ? t(`together.${measure}`)
      : named(`label.${measure}`);
}

/* Colours come again after seven viewers, then with other dashes. */
const COLOURS = ["sad", "surprise", "disgust", "fear", "happy", "angry", "neutral"] as const;
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

function lineOf(name: string, place: number): Line {
  const token = COLOURS[place % COLOURS.length] ?? LABELS[0];
  const dash = DASHES[(place + Math.floor(place / COLOURS.length)) % DASHES.length] ?? [];
  return { name, token, ...(dash.length > 0 && { dash }) };
}
