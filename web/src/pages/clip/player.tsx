/* Plays the clip from this device, or the server's with boxes where that is wanted or needed. */
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { lengthOf } from "../../films/length";
import { Trouble } from "../../shell/trouble";
import type { ClipFile } from "./clip-file";
import { useResultBlob } from "./result-files";
import { useObjectUrl } from "./video-file";

export interface PlayerProps {
  clip: ClipFile;
  drawn: string | undefined;
  video: RefObject<HTMLVideoElement | null>;
  onPlaying: () => void;
}

export function Player({ clip, drawn, video, onPlaying }: PlayerProps) {
  const { t } = useTranslation("clip");
  const [boxes, setBoxes] = useState(false);
  const [wanted, setWanted] = useState(false);
  const [unplayable, setUnplayable] = useState(false);
  const { reply, error, again } = useResultBlob(wanted ? drawn : undefined);
  const shown = boxes && reply ? reply : clip.blob;
  const url = useObjectUrl(shown);
  const place = useKeptPlace(video, onPlaying);
  const show = (drawnOnes: boolean) => {
    place.keep();
    setBoxes(drawnOnes);
    if (drawnOnes) setWanted(true);
  };
  const failed = () => {
    if (shown !== clip.blob) return;
    setUnplayable(true);
    show(true);
  };
  return (
    <div className="stack-tight">
      {/* biome-ignore lint/a11y/useMediaCaption: a person's own clip has no captions */}
      <video
        ref={video}
        className="clip-video"
        aria-label={t("player.label", { name: clip.name })}
        src={url}
        controls
        playsInline
        preload="auto"
        onLoadedMetadata={place.restore}
        onError={failed}
        onPlay={onPlaying}
        onPause={onPlaying}
        onSeeked={onPlaying}
        onTimeUpdate={onPlaying}
      />
      {drawn && (
        <div className="row">
          <button
            type="button"
            className="button"
            aria-pressed={boxes}
            disabled={unplayable}
            onClick={() => show(!boxes)}
          >
            {t("player.boxes")}
          </button>
          <span role="status" className="soft small">
            {boxes && !reply && error === null && t("player.loading")}
          </span>
        </div>
      )}
      {unplayable && <p className="soft small">{t("player.unplayable")}</p>}
      {boxes && error !== null && <Trouble error={error} again={again} />}
    </div>
  );
}

/** Another file of the same clip goes on where the last one stood. */
function useKeptPlace(video: RefObject<HTMLVideoElement | null>, onPlaying: () => void) {
  const kept = useRef(0);
  const keep = () => {
    kept.current = video.current?.currentTime ?? 0;
  };
  const restore = async () => {
    if (!video.current) return;
    await lengthOf(video.current);
    if (video.current && kept.current > 0) video.current.currentTime = kept.current;
    onPlaying();
  };
  return { keep, restore };
}
