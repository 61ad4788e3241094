/* Sizes, rates, signed numbers and lengths as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { figures } from "../../messages/figures";

export type Formats = ReturnType<typeof formatsOf>;

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsOf(i18n.language), [i18n.language]);
}

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function formatsOf(language: string) {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  const sized = (bytes: number, per = "") => {
    const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    return unit(bytes / 1000 ** power, `${SIZES[power]}${per}`, power > 1 ? 1 : 0);
  };
  const signed = new Intl.NumberFormat(language, {
    signDisplay: "exceptZero",
    maximumFractionDigits: 1,
  });
  const point = new Intl.NumberFormat(language, {
    signDisplay: "always",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return {
    ...figures(language),
    bytes: (value: number) => sized(value),
    rate: (value: number) => sized(value, "-per-second"),
    seconds: (value: number) => {
      const whole = Math.round(value);
      if (value < 10) return unit(value, "second", 1);
      const rest = unit(whole % 60, "second");
      return whole < 60 ? rest : `${unit(Math.floor(whole / 60), "minute")} ${rest}`;
    },
    signed: (value: number) => signed.format(value),
    point: (value: number) => point.format(value),
    moment: (since1970: number) => moment.format(1000 * since1970),
  };
}
