/* Moments of the server (ISO 8601 in UTC) as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export function useDates(): (moment: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, {
      dateStyle: "medium",
      timeStyle: "short",
    });
    return (moment) => format.format(new Date(moment));
  }, [i18n.language]);
}
