import { useTranslation } from "react-i18next";

export function Live() {
  const { t } = useTranslation("live");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
