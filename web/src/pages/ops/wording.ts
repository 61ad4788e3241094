/* Figures of a window as people read them: numbers, or why there is none. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";

export interface Wording {
  /** A rate a second. */
  rate(value: number): string;
  /** Seconds; null is "no traffic", infinity is beyond what buckets measure. */
  time(seconds: number | null): string;
  count(value: number | null): string;
  mean(value: number | null): string;
  percent(share: number): string;
}

/** The highest bound that the server's histograms of time have. */
const LONGEST_SECONDS = 10;

export function useWording(): Wording {
  const { t } = useTranslation("ops");
  const figures = useFigures();
  return {
    rate: (value) => figures.number(value, value < 10 ? 1 : 0),
    time: (seconds) => {
      if (seconds === null) return t("no_traffic");
      if (seconds !== Number.POSITIVE_INFINITY) return figures.duration(seconds);
      return t("longer_than", { time: figures.duration(LONGEST_SECONDS) });
    },
    count: (value) => (value === null ? t("not_reported") : figures.number(value)),
    mean: (value) => (value === null ? t("no_traffic") : figures.number(value, 1)),
    percent: figures.percent,
  };
}
