/* Numbers that show their sign, as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export function useSigned(): (value: number, digits: number) => string {
  const { i18n } = useTranslation();
  return useMemo(
    () => (value, digits) =>
      new Intl.NumberFormat(i18n.language, {
        signDisplay: "exceptZero",
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value),
    [i18n.language],
  );
}
