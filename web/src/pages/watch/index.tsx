import { useTranslation } from "react-i18next";

export function Watch() {
  const { t } = useTranslation("watch");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
