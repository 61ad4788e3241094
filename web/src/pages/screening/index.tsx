import { useTranslation } from "react-i18next";

export function Screening() {
  const { t } = useTranslation("screening");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
