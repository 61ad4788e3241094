import { useTranslation } from "react-i18next";

export function Clip() {
  const { t } = useTranslation("clip");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
