/* Shown where a page failed: mostly a chunk that could not be loaded, because the server is gone. */
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

export function Broken() {
  const { t } = useTranslation("shell");
  const error = useRouteError();
  const offline = error instanceof TypeError && /import|fetch|load/i.test(error.message);
  return (
    <main className="page stack">
      <h1>{t("broken.title")}</h1>
      <p>{offline ? t("broken.offline") : t("broken.defect")}</p>
      <p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          {t("broken.again")}
        </button>
      </p>
    </main>
  );
}
