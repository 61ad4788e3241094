/* What was read in a clip: the point and its emoji, the shares, the timeline, the files.

   Finished (summary) -> overview at once; timeline.json -> trail, chart, moments */
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";
import type { Finished } from "./analysis";
import type { ClipFile } from "./clip-file";
import { Downloads } from "./downloads";
import { Dynamics } from "./dynamics";
import { Overview } from "./overview";
import { Removal } from "./removal";
import { useTimeline } from "./result-files";
import { Step } from "./step";

export interface ResultProps {
  clip: ClipFile;
  finished: Finished;
  removed: () => void;
  another: () => void;
}

export function Result({ clip, finished, removed, another }: ResultProps) {
  const { t } = useTranslation("clip");
  const { summary, files } = finished;
  const seen = summary.dominant_emotion !== "none";
  const { timeline, error, again } = useTimeline(seen ? files["timeline.json"] : undefined);
  return (
    <Step title={t("result.title", { name: clip.name })} name="result">
      {summary.cut_short && (
        <p className="remark remark-warn">
          {t("result.cut_short")} <span lang="en">{summary.cut_short}</span>
        </p>
      )}
      <Overview summary={summary} timeline={timeline} />
      {error !== null && <Trouble error={error} again={again} />}
      {timeline && <Dynamics clip={clip} timeline={timeline} drawn={files["annotated.mp4"]} />}
      <Downloads clip={clip} files={files} />
      <Removal finished={finished} removed={removed} another={another} />
    </Step>
  );
}
