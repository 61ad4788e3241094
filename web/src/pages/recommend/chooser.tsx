/* What is recommended for, in which direction, from which catalog. */
import { useTranslation } from "react-i18next";
import { LABELS, type Label } from "../../expressions/expressions";
import { Choices } from "./choices";
import { CATALOGS, MODES, type Wish } from "./wish";

const EMOJI: Readonly<Record<Label, string>> = {
  angry: "😠",
  disgust: "🤢",
  fear: "😨",
  happy: "😄",
  sad: "😢",
  surprise: "😮",
  neutral: "😐",
};

export interface ChooserProps {
  wish: Wish;
  /** Whether a picture stands in for the expression. */
  pictured: boolean;
  onWish: (change: Partial<Wish>) => void;
  onPicture: () => void;
}

export function Chooser({ wish, pictured, onWish, onPicture }: ChooserProps) {
  const { t } = useTranslation("recommend");
  const { t: named } = useTranslation("expressions");
  const labels = LABELS.map((value) => ({
    value,
    text: named(`label.${value}`),
    emoji: EMOJI[value],
  }));
  return (
    <div className="stack">
      <Choices<Label | "picture">
        legend={t("choose.expression")}
        choices={[...labels, { value: "picture", text: t("choose.picture"), emoji: "🖼️" }]}
        chosen={pictured ? "picture" : wish.emotion}
        onChoose={(value) => (value === "picture" ? onPicture() : onWish({ emotion: value }))}
      />
      <div className="choices-pair">
        <Choices
          legend={t("choose.mode")}
          choices={MODES.map((value) => ({ value, text: t(`mode.${value}`) }))}
          chosen={wish.mode}
          onChoose={(mode) => onWish({ mode })}
        />
        <Choices
          legend={t("choose.catalog")}
          choices={CATALOGS.map((value) => ({ value, text: t(`catalog.${value}`) }))}
          chosen={wish.catalog}
          onChoose={(catalog) => onWish({ catalog })}
        />
      </div>
    </div>
  );
}
