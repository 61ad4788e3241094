/* What we hold about you: counts in plain words, everything as a file, and deleting it all. */
import { useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../../../messages/figures";
import { useReply } from "../../../server/use-reply";
import { Trouble } from "../../../shell/trouble";
import { Back } from "../back";
import { useDates } from "../dates";
import { Download } from "../download";
import type { HeldAbout, Receipt } from "../replies";
import { Learned } from "../report/learned";
import type { Mine } from "../requests";
import { Sessions } from "../sessions";
import type { Step } from "../step";
import { Confirm } from "./confirm";
import { useTableName } from "./tables";

export interface HeldProps {
  mine: Mine;
  go: (step: Step) => void;
  onDeleted: (receipt: Receipt) => void;
  onForgotten: () => void;
}

export function Held({ mine, go, onDeleted, onForgotten }: HeldProps) {
  const { t } = useTranslation("watch");
  const load = useCallback((signal: AbortSignal) => mine.held(signal), [mine]);
  const { reply, error, again } = useReply(load);
  const forget = () => {
    onForgotten();
    go({ name: "choose" });
  };
  return (
    <>
      <div className="stack-tight">
        <Back back={() => go({ name: "choose" })} />
        <h1>{t("held.title")}</h1>
      </div>
      {error !== null && <Trouble error={error} again={again} />}
      {reply && <About held={reply} />}
      <section className="stack" aria-labelledby="held-sessions">
        <h2 id="held-sessions">{t("held.sessions")}</h2>
        <Sessions mine={mine} onReport={(session) => go({ name: "report", session })} />
      </section>
      <Learned mine={mine} />
      <Leaving mine={mine} onDeleted={onDeleted} onForgotten={forget} />
    </>
  );
}

function About({ held }: { held: HeldAbout }) {
  const { t } = useTranslation("watch");
  const figures = useFigures();
  const date = useDates();
  const named = useTableName();
  return (
    <section className="panel stack-tight" aria-labelledby="held-what">
      <h2 id="held-what">{t("held.what")}</h2>
      <p>
        {t("held.number")} <code className="identifier">{held.viewer_id}</code>
      </p>
      <p className="soft">
        {t("held.since", { moment: date(held.created), controller: held.controller })}{" "}
        {t("held.kept", { count: held.retention_days })}
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("held.kind")}</th>
            <th scope="col" className="number">
              {t("held.rows")}
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(held.held).map(([table, { rows, what }]) => (
            <tr key={table}>
              <th scope="row">{named(table, what)}</th>
              <td className="number" data-table={table}>
                {figures.number(rows)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LeavingProps {
  mine: Mine;
  onDeleted: (receipt: Receipt) => void;
  onForgotten: () => void;
}

function Leaving({ mine, onDeleted, onForgotten }: LeavingProps) {
  const { t } = useTranslation("watch");
  const deleting = useRef<HTMLDialogElement>(null);
  const forgetting = useRef<HTMLDialogElement>(null);
  return (
    <section className="stack" aria-labelledby="held-leaving">
      <h2 id="held-leaving">{t("held.leaving")}</h2>
      <div className="row">
        <Download name="viewer.zip" file={mine.everything}>
          {t("held.export")}
        </Download>
        <button type="button" className="button" onClick={() => forgetting.current?.showModal()}>
          {t("forget.button")}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => deleting.current?.showModal()}
        >
          {t("delete.button")}
        </button>
      </div>
      <Confirm
        dialog={forgetting}
        title={t("forget.title")}
        text={t("forget.text")}
        action={t("forget.yes")}
        act={async () => onForgotten()}
      />
      <Confirm
        dialog={deleting}
        title={t("delete.title")}
        text={t("delete.text")}
        action={t("delete.yes")}
        act={async () => onDeleted(await mine.deleteAll())}
      />
    </section>
  );
}
