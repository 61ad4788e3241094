/* Who watches, under which pseudonym, and whether that person agrees. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Consent } from "../../consent/consent";
import type { Advert } from "./advert";
import type { Viewings } from "./viewings";

const LONGEST_NAME = 40;
const LONGEST_QUOTED = 200;

export interface ViewerFormProps {
  advert: Advert;
  viewings: Viewings;
  begin: (viewer: string) => void;
}

export function ViewerForm({ advert, viewings, begin }: ViewerFormProps) {
  const { t } = useTranslation("screening");
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = (one: string) => viewings.all.some(({ viewer }) => viewer === one);
  const name = typed ?? firstFree((number) => t("viewer.default", { number }), isTaken, viewings);
  const viewer = name.trim();
  const taken = isTaken(viewer);
  return (
    <section className="stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("viewer.title")}</h2>
      <div className="field screening-viewer">
        <label htmlFor={id}>{t("viewer.label")}</label>
        <input
          id={id}
          value={name}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setTyped(target.value)}
        />
        <span id={`${id}-hint`} className="soft small">
          {t("viewer.hint")}
        </span>
      </div>
      {!viewer || taken ? (
        <p className="remark remark-warn" role="alert">
          {t(taken ? "viewer.taken" : "viewer.missing")}
        </p>
      ) : (
        <>
          <p>{t("viewer.handover")}</p>
          <Consent
            purpose={t("purpose", { name: advert.name.slice(0, LONGEST_QUOTED) })}
            offered={NOTHING_ELSE}
            action={t("start")}
            onAgree={() => begin(viewer)}
          />
        </>
      )}
    </section>
  );
}

function firstFree(
  nameOf: (number: number) => string,
  isTaken: (name: string) => boolean,
  { all }: Viewings,
): string {
  let number = all.length + 1;
  while (isTaken(nameOf(number))) number += 1;
  return nameOf(number);
}

/* A microphone would hear the film's own sound. */
const NOTHING_ELSE = [] as const;
