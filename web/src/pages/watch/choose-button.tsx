/* Chooses an item of a list to watch or to look at. */
import { useTranslation } from "react-i18next";
import { type CatalogItem, titleOf } from "./item";

export interface ChooseButtonProps {
  item: CatalogItem;
  onChosen: (item: CatalogItem) => void;
}

export function ChooseButton({ item, onChosen }: ChooseButtonProps) {
  const { t } = useTranslation("watch");
  return (
    <button
      type="button"
      className="button"
      aria-label={t("choose_named", { title: titleOf(item) })}
      onClick={() => onChosen(item)}
    >
      {t(`choose.${item.kind}`)}
    </button>
  );
}
