/* Forgets the film and all viewers, after asking. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sure } from "./sure";

export function StartOver({ startOver }: { startOver: () => void }) {
  const { t } = useTranslation("screening");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button button-danger" onClick={() => setAsking(true)}>
        {t("together.over")}
      </button>
      {asking && (
        <Sure
          title={t("sure.over")}
          text={t("sure.over_text")}
          action={t("sure.over_yes")}
          yes={startOver}
          no={() => setAsking(false)}
        />
      )}
    </>
  );
}
