/* One measure: its present figure large, the last five minutes as lines, and the same as a table. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, type Line, TimeChart } from "../../charts/time-chart";
import type { Moment } from "./history";
import { columnsOf, type Reader, SPAN, top } from "./scale";

export interface MeasureChartProps {
  /** The measure's name for tests and styles. */
  name: string;
  title: string;
  /** The present figure, or what to say instead. */
  now: string;
  /** What the figure means. */
  means: string;
  moments: readonly Moment[];
  lines: readonly Line[];
  read: Reader;
  format: (value: number) => string;
  /** The chart reaches at least so high. */
  least: number;
  children?: React.ReactNode;
}

export function MeasureChart(props: MeasureChartProps) {
  const { name, title, now, means, moments, lines, read, format, least, children } = props;
  const { t } = useTranslation("ops");
  const columns = columnsOf(moments, lines.length, read);
  const words = [t("measuring"), t("no_traffic"), t("not_reported")];
  const ago = (seconds: number) => (seconds === 0 ? t("now") : `−${clock(-seconds)}`);
  return (
    <article className="measure" data-measure={name}>
      <h3>{title}</h3>
      <p className="measure-now figures" data-words={words.includes(now) || undefined}>
        {now}
      </p>
      <p className="small soft">{means}</p>
      <TimeChart
        label={t("chart", { title, now })}
        lines={lines}
        columns={columns}
        range={[0, top(columns, least)]}
        height={150}
        span={SPAN}
        format={format}
        formatTime={ago}
      />
      {children}
      {lines.length > 0 && (
        <AsTable lines={lines} columns={columns} format={format} ago={ago} title={title} />
      )}
    </article>
  );
}

interface AsTableProps {
  title: string;
  lines: readonly Line[];
  columns: ReturnType<typeof columnsOf>;
  format: (value: number) => string;
  ago: (seconds: number) => string;
}

/** A row for every fifth moment, which is about ten seconds. */
const EVERY = 5;

function AsTable({ title, lines, columns, format, ago }: AsTableProps) {
  const { t } = useTranslation("ops");
  const [open, setOpen] = useState(false);
  const seconds = columns[0] ?? [];
  const places = seconds.map((_, place) => seconds.length - 1 - place);
  return (
    <details className="small" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("as_table")}</summary>
      {open && (
        <section
          className="scroll measure-table"
          aria-label={t("table_of", { title })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls
          tabIndex={0}
        >
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("when")}</th>
                {lines.map((line) => (
                  <th key={line.name} scope="col" className="number">
                    {line.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places
                .filter((_, row) => row % EVERY === 0)
                .map((place) => (
                  <tr key={place}>
                    <th scope="row">{ago(Math.round(seconds[place] ?? 0))}</th>
                    {lines.map((line, column) => (
                      <td key={line.name} className="number">
                        {told(columns[column + 1]?.[place], format)}
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}

function told(value: number | null | undefined, format: (value: number) => string): string {
  return value == null ? "–" : format(value);
}
