/* The job on the server: queued, analysed so far, and what a lost connection means for it. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../charts/time-chart";
import { useFormats } from "./formats";
import type { Job } from "./job";
import { useOnline } from "./waiting";

export function Working({ job, lost }: { job: Job; lost: boolean }) {
  const { t } = useTranslation("clip");
  const { percent, seconds } = useFormats();
  const online = useOnline();
  const id = useId();
  const running = job.state !== "queued";
  const known = running && job.progress !== null;
  const figures = [
    known && percent(job.progress ?? 0),
    running && t("working.analysed", { time: clock(job.seconds_analysed) }),
    job.seconds_left !== null && t("left", { time: seconds(job.seconds_left) }),
  ];
  return (
    <div className="stack-tight" data-phase="working">
      <p id={id} role="status">
        <strong>{t(running ? "working.running" : "working.queued")}</strong>
      </p>
      <progress
        className="progress"
        aria-labelledby={id}
        max={1}
        value={known ? (job.progress ?? 0) : undefined}
      />
      <p className="soft figures">{figures.filter(Boolean).join(" · ")}</p>
      <div role="status">
        {lost && (
          <p className="remark remark-warn">{t(online ? "working.lost" : "working.offline")}</p>
        )}
      </div>
    </div>
  );
}
