/* The numbers of each viewer, and of all of them on average. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import type { Viewing } from "./readings";
import { useSigned } from "./signed";
import { emoNps, experienceIndex, type Summary, summarise } from "./summary";
import { Sure } from "./sure";
import type { Viewings } from "./viewings";

export interface ViewersTableProps {
  viewings: Viewings;
  shown: number | null;
  show: (id: number) => void;
  k: number;
}

const COLUMNS = [
  ["result.readings", "samples"],
  ["together.index", "experienceIndex"],
  ["result.emonps", "emonps"],
  ["result.positive", "positive"],
  ["result.neutral", "neutral"],
  ["result.negative", "negative"],
  ["result.valence", "valence"],
  ["result.no_face", "noFaceShare"],
  ["result.uncertain", "uncertainShare"],
] as const;
type Column = (typeof COLUMNS)[number][1];
type Figures = Readonly<Record<Column, number>>;

export function ViewersTable({ viewings, shown, show, k }: ViewersTableProps) {
  const { t } = useTranslation("screening");
  const [going, setGoing] = useState<Viewing | null>(null);
  const { all } = viewings;
  const summaries = useMemo(() => all.map(({ readings }) => summarise(readings)), [all]);
  const rows = summaries.map((summary) => figuresOf(summary, k));
  return (
    <div className="scroll">
      <table className="table screening-table">
        <thead>
          <tr>
            <th scope="col">{t("together.viewer")}</th>
            {COLUMNS.map(([name]) => (
              <th key={name} scope="col" className="number">
                {t(name)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {all.map((viewing, place) => (
            <tr key={viewing.id} data-viewer={viewing.viewer}>
              <th scope="row">
                <button
                  type="button"
                  className="button screening-name"
                  aria-pressed={viewing.id === shown}
                  aria-label={t("together.shown", { viewer: viewing.viewer })}
                  onClick={() => show(viewing.id)}
                >
                  {viewing.viewer}
                </button>
              </th>
              <Cells figures={rows[place]} />
              <td>
                <button
                  type="button"
                  className="button button-plain"
                  aria-label={t("together.remove", { viewer: viewing.viewer })}
                  onClick={() => setGoing(viewing)}
                >
                  {t("together.remove_short")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t("together.mean")}</th>
              <Cells figures={meanOf(rows)} />
              <td />
            </tr>
          </tfoot>
        )}
      </table>
      {going && (
        <Sure
          title={t("sure.remove", { viewer: going.viewer })}
          text={t("sure.remove_text")}
          action={t("sure.remove_yes")}
          yes={() => {
            viewings.remove(going.id);
            setGoing(null);
          }}
          no={() => setGoing(null)}
        />
      )}
    </div>
  );
}

function Cells({ figures }: { figures: Figures | undefined }) {
  const written = useWritten();
  return COLUMNS.map(([, column]) => (
    <td key={column} className="number" data-column={column}>
      {figures ? written(column, figures[column]) : ""}
    </td>
  ));
}

function useWritten(): (column: Column, value: number) => string {
  const { number, fixed, percent } = useFigures();
  const signed = useSigned();
  return (column, value) => {
    if (column === "samples") return number(value);
    if (column === "valence") return fixed(value, 2);
    if (column === "experienceIndex" || column === "emonps") return signed(value);
    return percent(column.endsWith("Share") ? value : value / 100);
  };
}

function figuresOf(summary: Summary, k: number): Figures {
  return { ...summary, experienceIndex: experienceIndex(summary), emonps: emoNps(summary, k) };
}

function meanOf(rows: readonly Figures[]): Figures {
  const mean = (column: Column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length;
  return Object.fromEntries(COLUMNS.map(([, column]) => [column, mean(column)])) as Figures;
}
