/* What each kind of row is in the viewer's language; in the server's words where it is new. */
import { useTranslation } from "react-i18next";

const KNOWN = [
  "viewer",
  "viewing_session",
  "consent",
  "reading",
  "chat_line",
  "weight_change",
  "seen_item",
] as const;

export function useTableName(): (table: string, otherwise: string) => string {
  const { t } = useTranslation("watch");
  return (table, otherwise) => {
    const known = KNOWN.find((name) => name === table);
    return known ? t(`table.${known}`) : otherwise;
  };
}
