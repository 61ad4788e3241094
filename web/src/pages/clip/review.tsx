/* The clip before it is sent: to look at, to agree for those in it, to take another. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { lengthOf } from "../../films/length";
import { limits } from "../../server/limits";
import type { ClipFile } from "./clip-file";
import { useFormats } from "./formats";
import { Step } from "./step";
import { useObjectUrl } from "./video-file";

export interface ReviewProps {
  clip: ClipFile;
  send: () => void;
  /** To the camera for a recording, else to another file. */
  another: () => void;
  back: () => void;
}

export function Review({ clip, send, another, back }: ReviewProps) {
  const { t } = useTranslation("clip");
  const { bytes, seconds } = useFormats();
  const [duration, setDuration] = useState<number | null>(null);
  const [agreed, setAgreed] = useState(clip.recorded);
  const most = useMostSeconds();
  const tooLong = duration !== null && most !== null && duration > most;
  return (
    <Step title={t(clip.recorded ? "review.recorded" : "review.chosen")} name="review">
      <Preview clip={clip} onDuration={setDuration} />
      <p className="soft figures">
        {[clip.name, bytes(clip.blob.size), duration && seconds(duration)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {tooLong && (
        <div className="remark remark-danger" role="alert">
          <p>
            <strong>{t("review.too_long", { limit: seconds(most) })}</strong>
          </p>
          <p>{t("review.too_long_action")}</p>
        </div>
      )}
      {!clip.recorded && !tooLong && (
        <label className="tick">
          <input
            type="checkbox"
            checked={agreed}
            onChange={({ target }) => setAgreed(target.checked)}
          />
          <span>{t("review.agreed")}</span>
        </label>
      )}
      <p className="soft small">{t("review.kept")}</p>
      <div className="row">
        <button
          type="button"
          className="button button-primary"
          disabled={!agreed || tooLong}
          onClick={send}
        >
          {t("review.send")}
        </button>
        <button type="button" className="button" onClick={another}>
          {t(clip.recorded ? "review.retake" : "review.another")}
        </button>
        {clip.recorded && (
          <button type="button" className="button" onClick={back}>
            {t("back")}
          </button>
        )}
      </div>
    </Step>
  );
}

interface PreviewProps {
  clip: ClipFile;
  onDuration: (seconds: number) => void;
}

function Preview({ clip, onDuration }: PreviewProps) {
  const { t } = useTranslation("clip");
  const url = useObjectUrl(clip.blob);
  const [unplayable, setUnplayable] = useState(false);
  if (unplayable) return <p className="remark">{t("review.unplayable")}</p>;
  return (
    // biome-ignore lint/a11y/useMediaCaption: a person's own clip has no captions
    <video
      className="clip-video"
      aria-label={t("review.preview")}
      src={url}
      controls
      playsInline
      preload="metadata"
      onLoadedMetadata={async ({ currentTarget }) => onDuration(await lengthOf(currentTarget))}
      onError={() => setUnplayable(true)}
    />
  );
}

/** The longest clip that the server takes; null while that is unknown, when it says so itself. */
function useMostSeconds(): number | null {
  const [most, setMost] = useState<number | null>(null);
  useEffect(() => {
    limits().then(
      ({ max_clip_seconds }) => setMost(max_clip_seconds),
      () => setMost(null),
    );
  }, []);
  return most;
}
