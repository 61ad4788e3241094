/* What a session came to: the score, both graphs, what was learned, what to watch next. */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReply } from "../../../server/use-reply";
import { Trouble } from "../../../shell/trouble";
import { Back } from "../back";
import { useDates } from "../dates";
import { Download } from "../download";
import type { ChatLine, Report } from "../replies";
import type { Mine } from "../requests";
import type { Step } from "../step";
import { Graphs } from "./graphs";
import { Learned } from "./learned";
import { NextUp } from "./next-up";
import { Score } from "./score";

export interface SessionReportProps {
  session: string;
  mine: Mine;
  go: (step: Step) => void;
}

export function SessionReport({ session, mine, go }: SessionReportProps) {
  const { t } = useTranslation("watch");
  const load = useCallback((signal: AbortSignal) => mine.report(session, signal), [mine, session]);
  const { reply, error, again } = useReply(load);
  if (error !== null) return <Trouble error={error} again={again} />;
  if (!reply) return <p role="status">{t("loading")}</p>;
  return <Shown report={reply} session={session} mine={mine} go={go} />;
}

function Shown({ report, session, mine, go }: SessionReportProps & { report: Report }) {
  const { t } = useTranslation("watch");
  const date = useDates();
  const [lessons, setLessons] = useState(0);
  const { item, begun } = report.session;
  return (
    <>
      <div className="stack-tight">
        <Back back={() => go({ name: "choose" })} />
        <h1>{t("report.title", { title: item.title })}</h1>
        <p className="soft">{date(begun)}</p>
        <div className="row">
          <Download name="report.html" file={() => mine.reportPage(session)}>
            {t("report.download")}
          </Download>
          <button type="button" className="button" onClick={() => go({ name: "held" })}>
            {t("held.title")}
          </button>
        </div>
      </div>
      <Score report={report} />
      <Graphs report={report} />
      <Learned mine={mine} session={session} onChanged={() => setLessons((count) => count + 1)} />
      <NextUp
        mine={mine}
        session={session}
        lessons={lessons}
        onChosen={(chosen) => go({ name: "agree", item: chosen })}
      />
      <Transcript lines={report.chat} />
      <p className="small soft">
        {t("report.removed", { moment: date(report.held.removed_after) })}
      </p>
    </>
  );
}

function Transcript({ lines }: { lines: readonly ChatLine[] }) {
  const { t } = useTranslation("watch");
  return (
    <details className="transcript">
      <summary>{t("report.chat", { count: lines.length })}</summary>
      <ul className="stack-tight">
        {lines.map((line) => (
          <li key={line.number}>
            <strong>{t(`chat.${line.speaker}`)}:</strong> {line.text}
          </li>
        ))}
      </ul>
    </details>
  );
}
