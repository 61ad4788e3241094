import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function NotFound() {
  const { t } = useTranslation("shell");
  return (
    <div className="page stack">
      <h1>{t("not_found.title")}</h1>
      <p>
        <Link to="/">{t("not_found.back")}</Link>
      </p>
    </div>
  );
}
