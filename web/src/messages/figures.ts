/* Numbers, shares and times of day as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export interface Figures {
  /** With at most so many digits after the point. */
  number(value: number, digits?: number): string;
  /** With exactly so many. */
  fixed(value: number, digits: number): string;
  /** A share in 0…1 as a percentage. */
  percent(share: number): string;
  /** The time of day with seconds; milliseconds since 1970. */
  time(moment: number): string;
  /** A duration, in milliseconds below a second. */
  duration(seconds: number): string;
}

export function useFigures(): Figures {
  const { i18n } = useTranslation();
  return useMemo(() => figures(i18n.language), [i18n.language]);
}

export function figures(language: string): Figures {
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  return {
    number: (value, digits = 0) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value),
    fixed: (value, digits) =>
      new Intl.NumberFormat(language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value),
    percent: (share) => percent.format(share),
    time: (moment) => time.format(moment),
    duration: (seconds) => durationFormat(language, seconds),
  };
}

function durationFormat(language: string, seconds: number): string {
  const short = seconds < 1;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: short ? "millisecond" : "second",
    maximumSignificantDigits: 2,
  }).format(short ? 1000 * seconds : seconds);
}
