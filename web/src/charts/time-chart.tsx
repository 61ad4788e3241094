/* Lines over time, drawn by uPlot: fast enough for ten points a second on seven lines.

   columns [seconds, series...] -> uPlot; a new array redraws, a new size or scheme makes it anew */
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colour } from "../expressions/expressions";
import { onSchemeChange } from "../shell/scheme";
import "./charts.css";

export interface Line {
  readonly name: string;
  /** A colour token, as "happy". */
  readonly token: string;
  /** Dashes of the stroke in pixels, so that lines differ by more than colour. */
  readonly dash?: readonly number[];
  readonly width?: number;
}

export type Columns = readonly (readonly (number | null)[])[];

export interface TimeChartProps {
  /** What the chart shows, in a sentence; a screen reader hears it. */
  label: string;
  lines: readonly Line[];
  /** The first column holds seconds, the others a line each; null leaves a gap. */
  columns: Columns;
  range: readonly [number, number];
  height?: number;
  /** Values of the left axis as text. */
  format?: (value: number) => string;
  /** Moments of the lower axis as text; by default m:ss. */
  formatTime?: (seconds: number) => string;
  /** The seconds that the lower axis spans; by default those that there are. */
  span?: readonly [number, number];
  /** A moment to mark, in seconds. */
  cursor?: number | null;
  onPick?: (seconds: number) => void;
}

export function TimeChart(props: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { columns, lines, height = 220, range, span } = props;
  const shape = JSON.stringify([lines, height, range, span]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another shape makes another chart
  useEffect(() => {
    const around = place.current;
    if (!around) return;
    const make = () => {
      chart.current?.destroy();
      chart.current = new uPlot(options(latest, around), plotted(latest.current.columns), around);
    };
    const fit = () => chart.current?.setSize({ width: around.clientWidth, height });
    make();
    const sizes = new ResizeObserver(fit);
    sizes.observe(around);
    const stop = onSchemeChange(make);
    return () => {
      sizes.disconnect();
      stop();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [shape]);
  useEffect(() => chart.current?.setData(plotted(columns)), [columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is drawn by the chart
  useEffect(() => chart.current?.redraw(false), [props.cursor]);
  return (
    <figure className="time-chart">
      <div ref={place} role="img" aria-label={props.label} data-points={columns[0]?.length ?? 0} />
      <Key lines={lines} />
    </figure>
  );
}

function Key({ lines }: { lines: readonly Line[] }) {
  return (
    <figcaption className="chart-key small">
      {lines.map((line) => (
        <span key={line.name}>
          <svg width="22" height="8" aria-hidden="true">
            <path
              d="M0 4H22"
              stroke={`var(--${line.token})`}
              strokeWidth="3"
              strokeDasharray={line.dash?.join(" ")}
            />
          </svg>
          {line.name}
        </span>
      ))}
    </figcaption>
  );
}

/** Seconds between two moments of the lower axis: those of clocks, not of tens. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600] as const;

function plotted(columns: Columns): uPlot.AlignedData {
  return columns as uPlot.AlignedData;
}

function options(latest: React.RefObject<TimeChartProps>, around: HTMLElement): uPlot.Options {
  const { lines, range, span, height = 220, format = String, formatTime = clock } = latest.current;
  const axis = {
    stroke: colour("soft"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: around.clientWidth,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, ...(span && { range: [span[0], span[1]] }) },
      y: { range: [range[0], range[1]] },
    },
    axes: [
      { ...axis, incrs: [...STEPS], values: (_, ticks) => ticks.map(formatTime) },
      { ...axis, size: 48, values: (_, ticks) => ticks.map(format) },
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: {
      draw: [(plot) => mark(plot, latest.current.cursor)],
      ready: [(plot) => picks(plot, latest)],
    },
  };
}

function seriesOf(line: Line): uPlot.Series {
  return {
    label: line.name,
    stroke: colour(line.token),
    width: line.width ?? 2,
    points: { show: false },
    ...(line.dash && { dash: [...line.dash] }),
  };
}

function mark(plot: uPlot, seconds: number | null | undefined): void {
  if (seconds == null) return;
  const x = Math.round(plot.valToPos(seconds, "x", true));
  plot.ctx.fillStyle = colour("accent");
  plot.ctx.fillRect(x - 1, plot.bbox.top, 2, plot.bbox.height);
}

function picks(plot: uPlot, latest: React.RefObject<TimeChartProps>): void {
  plot.over.addEventListener("click", () => {
    const { left } = plot.cursor;
    if (left !== undefined && left >= 0) latest.current.onPick?.(plot.posToVal(left, "x"));
  });
}

/** Seconds as m:ss. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
