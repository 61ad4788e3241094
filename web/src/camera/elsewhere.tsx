/* Another tab reads the camera: says so, and takes over when asked. */
import { useTranslation } from "react-i18next";

export function Elsewhere({ take }: { take: () => void }) {
  const { t } = useTranslation("camera");
  return (
    <div className="remark remark-warn" role="alert">
      <p>
        <strong>{t("elsewhere.what")}</strong>
      </p>
      <p>{t("elsewhere.action")}</p>
      <p className="row">
        <button type="button" className="button" onClick={take}>
          {t("elsewhere.take")}
        </button>
      </p>
    </div>
  );
}
