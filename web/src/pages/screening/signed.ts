/* Indices with their sign and one digit, as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export function useSigned(): (value: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const form = new Intl.NumberFormat(i18n.language, {
      signDisplay: "exceptZero",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    return (value) => form.format(value).replace("-", "−");
  }, [i18n.language]);
}
