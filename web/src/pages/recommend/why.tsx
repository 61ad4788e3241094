/* The reason of one recommendation in words. */
import type { Explanation } from "emotion-tracker-js";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { reasonOf } from "./reason";
import type { Wish } from "./wish";

export interface WhyProps {
  explanation: Explanation;
  ranking: Wish["ranking"];
}

export function Why({ explanation, ranking }: WhyProps) {
  const { t } = useTranslation("recommend");
  const figures = useFigures();
  const { group, share, alone, mover, ...told } = reasonOf(explanation, ranking);
  const mentioned = {
    weighted: figures.fixed(told.weighted, 1),
    score: figures.fixed(told.score, 1),
    votes: t("why.votes", { count: told.votes, votes: figures.number(told.votes) }),
    place: figures.number(told.place),
  };
  return (
    <p className="card-why small">
      <strong>{t("why.title")}</strong>{" "}
      {alone
        ? t("why.alone", { group })
        : t("why.shared", { group, share: figures.percent(share) })}{" "}
      {t(`why.mover.${mover}`, mentioned)}
    </p>
  );
}
