/* The clip over time: the video, the seven lines beside it, the strongest moments below.

   video time -> cursor and readout;  click on the chart, a moment's button -> video time */
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { expressionLines } from "../../charts/expression-lines";
import { clock, TimeChart } from "../../charts/time-chart";
import { MomentFrames } from "../../films/moment-frames";
import type { ClipFile } from "./clip-file";
import { useFormats } from "./formats";
import { Player } from "./player";
import { useMoment } from "./playing";
import { columnsOf, momentsOf, read, sampleAt, type Timeline } from "./timeline";
import { useObjectUrl } from "./video-file";

export interface DynamicsProps {
  clip: ClipFile;
  timeline: Timeline;
  /** Where the video with boxes is. */
  drawn: string | undefined;
}

export function Dynamics({ clip, timeline, drawn }: DynamicsProps) {
  const { t } = useTranslation("clip");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFormats();
  const video = useRef<HTMLVideoElement>(null);
  const { moment, onPlaying } = useMoment(video);
  const lines = useMemo(() => expressionLines(named), [named]);
  const columns = useMemo(() => columnsOf(timeline), [timeline]);
  const moments = useMemo(() => momentsOf(timeline), [timeline]);
  const url = useObjectUrl(clip.blob);
  const seek = (seconds: number) => {
    if (video.current) video.current.currentTime = Math.max(0, seconds);
  };
  return (
    <section className="stack" aria-labelledby="clip-dynamics">
      <div className="stack-tight">
        <h3 id="clip-dynamics">{t("dynamics.title")}</h3>
        <p className="soft small">{t("dynamics.lead")}</p>
      </div>
      <div className="clip-dynamics">
        <Player clip={clip} drawn={drawn} video={video} onPlaying={onPlaying} />
        <div className="stack-tight">
          <p className="figures" data-moment={moment.toFixed(1)}>
            <strong>{clock(moment)}</strong> <Readout timeline={timeline} seconds={moment} />
          </p>
          <TimeChart
            label={t("dynamics.label")}
            lines={lines}
            columns={columns}
            range={[0, 1]}
            format={percent}
            height={260}
            cursor={moment}
            onPick={seek}
          />
        </div>
      </div>
      <MomentFrames title={t("moments.title")} url={url} moments={moments} playFrom={seek} />
    </section>
  );
}

function Readout({ timeline, seconds }: { timeline: Timeline; seconds: number }) {
  const { t } = useTranslation("clip");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFormats();
  const sample = sampleAt(timeline, seconds);
  const fused = sample && read(sample);
  if (!fused) return <span className="soft">{t("dynamics.nobody")}</span>;
  const { dominant_emotion: label, probabilities, uncertain } = fused;
  return (
    <span>
      {named(`label.${label}`)} {percent(probabilities[label])}
      {uncertain && <span className="soft"> · {t("dynamics.uncertain")}</span>}
    </span>
  );
}
