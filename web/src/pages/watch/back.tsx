/* The way back from a step, at its top. */
import { useTranslation } from "react-i18next";

export function Back({ back }: { back: () => void }) {
  const { t } = useTranslation("watch");
  return (
    <p>
      <button type="button" className="button button-plain back" onClick={back}>
        <span aria-hidden="true">←</span> {t("back")}
      </button>
    </p>
  );
}
