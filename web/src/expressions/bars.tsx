/* Seven probabilities as bars with their numbers; text first, so that a screen reader has them. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../messages/figures";
import "./expressions.css";
import { LABELS, type Label, type Shares } from "./expressions";

export interface BarsProps {
  /** Shares in 0..1; null while nothing is read. */
  shares: Shares | null;
  leading?: Label | null;
}

export function Bars({ shares, leading = null }: BarsProps) {
  const { t } = useTranslation("expressions");
  const { percent } = useFigures();
  return (
    <ul className="bars figures">
      {LABELS.map((label) => (
        <li key={label} data-leading={label === leading || undefined}>
          <span className="bars-name">{t(`label.${label}`)}</span>
          <span className="bars-track" aria-hidden="true">
            <span
              style={{
                transform: `scaleX(${shares?.[label] ?? 0})`,
                background: `var(--${label})`,
              }}
            />
          </span>
          <span className="bars-number">{shares ? percent(shares[label]) : "–"}</span>
        </li>
      ))}
    </ul>
  );
}
