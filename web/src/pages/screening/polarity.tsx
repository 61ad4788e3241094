/* Positive, neutral and negative readings as one bar with its percentages. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import type { Summary } from "./summary";

const SIDES = ["positive", "neutral", "negative"] as const;

export function Polarity({ summary }: { summary: Summary }) {
  const { t } = useTranslation("screening");
  const { percent } = useFigures();
  return (
    <div className="stack-tight figures">
      <div className="screening-polarity" aria-hidden="true">
        {SIDES.map((side) => (
          <span key={side} data-side={side} style={{ flexGrow: summary[side] }} />
        ))}
      </div>
      <ul className="screening-sides small">
        {SIDES.map((side) => (
          <li key={side} data-side={side}>
            {t(`result.${side}`)} <strong>{percent(summary[side] / 100)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
