/* Before a session: where and for how long, then the notice; agreeing begins it. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Consent } from "../../../consent/consent";
import { Trouble } from "../../../shell/trouble";
import { Back } from "../back";
import { type Item, titleOf } from "../item";
import { CONTEXTS, type Context } from "../replies";
import type { Running } from "../step";
import type { ViewerState } from "../viewer-state";
import { useBeginning } from "./use-beginning";

const OFFERED = ["voice", "words"] as const;
const DAYS = [1, 7, 30, 90] as const;

export interface AgreeingProps {
  item: Item;
  asViewer: ViewerState["asViewer"];
  onBegun: (running: Running) => void;
  back: () => void;
}

export function Agreeing({ item, asViewer, onBegun, back }: AgreeingProps) {
  const { t } = useTranslation("watch");
  const [context, setContext] = useState<Context>(item.kind === "product" ? "shop" : "home");
  const [days, setDays] = useState(7);
  const { begin, busy, error, changed } = useBeginning({ item, context, days }, asViewer, onBegun);
  return (
    <>
      <div className="stack-tight">
        <Back back={back} />
        <h1>{titleOf(item)}</h1>
      </div>
      <div className="agreeing">
        <Circumstances context={context} setContext={setContext} days={days} setDays={setDays} />
        <div className="stack">
          {changed > 0 && (
            <p className="remark remark-warn" role="alert">
              {t("agree.changed")}
            </p>
          )}
          <Consent
            key={`${context} ${changed}`}
            purpose={t(`purpose.${context}`)}
            offered={OFFERED}
            action={t("agree.start")}
            recorded
            onAgree={begin}
          />
          <p className="small soft agreeing-number">{t("agree.number")}</p>
          {busy && <p role="status">{t("agree.busy")}</p>}
          {error !== null && <Trouble error={error} />}
        </div>
      </div>
    </>
  );
}

interface CircumstancesProps {
  context: Context;
  setContext: (context: Context) => void;
  days: number;
  setDays: (days: number) => void;
}

function Circumstances({ context, setContext, days, setDays }: CircumstancesProps) {
  const { t } = useTranslation("watch");
  const id = useId();
  const chosen = (value: string) => CONTEXTS.find((name) => name === value) ?? "home";
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor={`${id}-context`}>{t("agree.context")}</label>
        <select
          id={`${id}-context`}
          value={context}
          aria-describedby={`${id}-why`}
          onChange={(event) => setContext(chosen(event.target.value))}
        >
          {CONTEXTS.map((name) => (
            <option key={name} value={name}>
              {t(`context.${name}`)}
            </option>
          ))}
        </select>
        <p id={`${id}-why`} className="small soft">
          {t("agree.prohibited")}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-days`}>{t("agree.days")}</label>
        <select
          id={`${id}-days`}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t("agree.for_days", { count })}
            </option>
          ))}
        </select>
        <p className="small soft">{t("agree.withdraw")}</p>
      </div>
    </div>
  );
}
