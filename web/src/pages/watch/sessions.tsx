/* The viewer's sessions: reports to open again, open ones to end, consents to withdraw. */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReply } from "../../server/use-reply";
import { Trouble } from "../../shell/trouble";
import { useDates } from "./dates";
import type { Session } from "./replies";
import type { Mine } from "./requests";

export interface SessionsProps {
  mine: Mine;
  onReport: (session: string) => void;
}

export function Sessions({ mine, onReport }: SessionsProps) {
  const { t } = useTranslation("watch");
  const load = useCallback((signal: AbortSignal) => mine.sessions(signal), [mine]);
  const { reply, error, again } = useReply(load);
  const [failed, setFailed] = useState<unknown>(null);
  const doing = async (act: () => Promise<unknown>, done: () => void) => {
    try {
      setFailed(null);
      await act();
      done();
    } catch (reason) {
      setFailed(reason);
    }
  };
  if (error !== null) return <Trouble error={error} again={again} />;
  if (!reply) return <p role="status">{t("loading")}</p>;
  if (reply.sessions.length === 0) return <p className="soft">{t("earlier.none")}</p>;
  return (
    <>
      {failed !== null && <Trouble error={failed} />}
      <ul className="sessions">
        {reply.sessions.map((session) => (
          <SessionRow
            key={session.session_id}
            session={session}
            report={() => onReport(session.session_id)}
            end={() =>
              doing(
                () => mine.end(session.session_id),
                () => onReport(session.session_id),
              )
            }
            withdraw={() => doing(() => mine.withdraw(session.session_id), again)}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  session: Session;
  report: () => void;
  end: () => void;
  withdraw: () => void;
}

function SessionRow({ session, report, end, withdraw }: RowProps) {
  const { t } = useTranslation("watch");
  const date = useDates();
  const { state, item, begun, consent } = session;
  const { title } = item;
  const until = date(consent.expires);
  return (
    <li className="session">
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p className="small soft">
          {date(begun)} · {t(`state.${state}`)}
          {state === "open" && ` · ${t("earlier.until", { until })}`}
        </p>
      </div>
      <div className="row">
        {state === "open" && (
          <button
            type="button"
            className="button"
            aria-label={t("withdraw_of", { title })}
            onClick={withdraw}
          >
            {t("withdraw")}
          </button>
        )}
        {state === "ended" ? (
          <button
            type="button"
            className="button"
            aria-label={t("earlier.report_of", { title })}
            onClick={report}
          >
            {t("earlier.report")}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            aria-label={t("earlier.end_of", { title })}
            onClick={end}
          >
            {t("earlier.end")}
          </button>
        )}
      </div>
    </li>
  );
}
