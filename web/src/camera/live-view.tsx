/* The camera's picture, mirrored, with a box, track and label over each face. */
import type { Face, Sample } from "emotion-tracker-js";
import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFigures } from "../messages/figures";
import "./camera.css";

export interface LiveViewProps {
  video: RefObject<HTMLVideoElement | null>;
  stream: MediaStream | null;
  sample: Sample | null;
  onFollow?: (track: number) => void;
}

export function LiveView({ video, stream, sample, onFollow }: LiveViewProps) {
  const { t } = useTranslation("camera");
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [video, stream]);
  return (
    <div className="live-view">
      <video ref={video} autoPlay muted playsInline aria-label={t("picture")} />
      {sample?.faces.map((face) => (
        <FaceBox key={face.track} face={face} sample={sample} onFollow={onFollow} />
      ))}
    </div>
  );
}

interface FaceBoxProps {
  face: Face;
  sample: Sample;
  onFollow: ((track: number) => void) | undefined;
}

function FaceBox({ face, sample, onFollow }: FaceBoxProps) {
  const { t } = useTranslation("camera");
  const { t: named } = useTranslation("expressions");
  const { percent } = useFigures();
  const label = named(`label.${face.dominant_emotion}`);
  const share = percent(face.smoothed[face.dominant_emotion]);
  const followed = face.track === sample.viewer;
  const words = face.uncertain ? t("uncertain") : `${label} ${share}`;
  return (
    <button
      type="button"
      className="face-box"
      data-track={face.track}
      data-followed={followed || undefined}
      aria-pressed={followed}
      aria-label={t("follow", { track: face.track, words })}
      style={place(face, sample)}
      onClick={() => onFollow?.(face.track)}
    >
      <span className="face-label figures">
        {face.track} · {words}
      </span>
    </button>
  );
}

/** Percentages of the picture, from the right: the picture is a mirror. */
function place({ box }: Face, { picture }: Sample) {
  const [left, top, right, bottom] = box;
  const across = (pixels: number) => `${(100 * pixels) / picture.width}%`;
  const down = (pixels: number) => `${(100 * pixels) / picture.height}%`;
  return {
    left: across(picture.width - right),
    width: across(right - left),
    top: down(top),
    height: down(bottom - top),
  };
}
