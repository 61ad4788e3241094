/* What to watch: films by genre, products by category, or a video of one's own; earlier sessions. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mine } from "../requests";
import { Sessions } from "../sessions";
import type { Step } from "../step";
import { Catalog } from "./catalog";
import { OwnVideoForm } from "./own-video";

const KINDS = ["films", "products", "own"] as const;

export interface ChoosingProps {
  mine: Mine | null;
  go: (step: Step) => void;
}

export function Choosing({ mine, go }: ChoosingProps) {
  const { t } = useTranslation("watch");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("films");
  return (
    <>
      <div className="stack-tight">
        <h1>{t("title")}</h1>
        <p className="soft watch-lead">{t("lead")}</p>
      </div>
      <fieldset className="kinds">
        <legend className="unseen">{t("kind.label")}</legend>
        {KINDS.map((name) => (
          <button
            key={name}
            type="button"
            className="kind"
            aria-pressed={kind === name}
            onClick={() => setKind(name)}
          >
            {t(`kind.${name}`)}
          </button>
        ))}
      </fieldset>
      {kind === "own" ? (
        <OwnVideoForm onChosen={(item) => go({ name: "agree", item })} />
      ) : (
        <Catalog key={kind} kind={kind} onChosen={(item) => go({ name: "agree", item })} />
      )}
      {mine && (
        <section className="stack earlier" aria-labelledby="earlier">
          <div className="row earlier-head">
            <h2 id="earlier">{t("earlier.title")}</h2>
            <button type="button" className="button" onClick={() => go({ name: "held" })}>
              {t("held.title")}
            </button>
          </div>
          <Sessions mine={mine} onReport={(session) => go({ name: "report", session })} />
        </section>
      )}
    </>
  );
}
