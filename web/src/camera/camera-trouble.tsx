/* Says why there is no picture and what to do. */
import { useTranslation } from "react-i18next";
import type { CameraFault } from "./camera";

export function CameraTrouble({ fault, again }: { fault: CameraFault; again: () => void }) {
  const { t } = useTranslation("camera");
  return (
    <div className="remark remark-danger" role="alert">
      <p>
        <strong>{t(`fault.${fault}.what`)}</strong>
      </p>
      <p>{t(`fault.${fault}.action`)}</p>
      <p className="row">
        <button type="button" className="button" onClick={again}>
          {t("again")}
        </button>
      </p>
    </div>
  );
}
