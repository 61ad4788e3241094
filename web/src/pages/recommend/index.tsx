import { useTranslation } from "react-i18next";

export function Recommend() {
  const { t } = useTranslation("recommend");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
