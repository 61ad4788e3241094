import { useTranslation } from "react-i18next";

export function Ops() {
  const { t } = useTranslation("ops");
  return (
    <div className="page stack">
      <h1>{t("title")}</h1>
    </div>
  );
}
