/* Where in a screening one is. */
import { useTranslation } from "react-i18next";

const STEPS = ["advert", "viewer", "watching", "results"] as const;

export function Steps({ now }: { now: (typeof STEPS)[number] }) {
  const { t } = useTranslation("screening");
  return (
    <ol className="screening-steps small" aria-label={t("steps.label")}>
      {STEPS.map((step) => (
        <li key={step} aria-current={step === now ? "step" : undefined}>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
