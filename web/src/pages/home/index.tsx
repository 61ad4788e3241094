import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PAGES } from "..";
import "./home.css";

export function Home() {
  const { t } = useTranslation("home");
  const { t: named } = useTranslation("shell");
  return (
    <div className="page stack home">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <ul className="doors">
        {PAGES.map((page) => (
          <li key={page}>
            <Link to={`/${page}`} className="panel">
              <h2>{named(`page.${page}`)}</h2>
              <p>{t(page)}</p>
            </Link>
          </li>
        ))}
      </ul>
      <p className="remark small">{t("responsible")}</p>
    </div>
  );
}
