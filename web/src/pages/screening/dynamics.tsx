/* The seven expressions over the film's own clock. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { expressionLines } from "../../charts/expression-lines";
import { type Columns, TimeChart } from "../../charts/time-chart";
import { useFigures } from "../../messages/figures";

export interface DynamicsProps {
  columns: Columns;
  /** Where the film stands, in seconds. */
  position: number;
  onPick?: (seconds: number) => void;
}

export function Dynamics({ columns, position, onPick }: DynamicsProps) {
  const { t } = useTranslation("screening");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFigures();
  const lines = useMemo(() => expressionLines(named), [named]);
  return (
    <TimeChart
      label={t("watching.curve_label")}
      lines={lines}
      columns={columns}
      range={PROBABILITIES}
      format={percent}
      cursor={position}
      {...(onPick && { onPick })}
    />
  );
}

const PROBABILITIES = [0, 1] as const;
