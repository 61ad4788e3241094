/* A video file of the viewer's own, played from the disk and never sent. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export function Film({ file }: { file: File }) {
  const { t } = useTranslation("watch");
  const [address, setAddress] = useState<string | null>(null);
  const [unplayable, setUnplayable] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    setUnplayable(false);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <>
      {address && (
        // biome-ignore lint/a11y/useMediaCaption: the viewer's own file, of which no captions are known
        <video
          className="film"
          src={address}
          controls
          playsInline
          aria-label={file.name}
          onError={() => setUnplayable(true)}
        />
      )}
      {unplayable && (
        <div className="remark remark-warn" role="alert">
          <p>
            <strong>{t("player.unplayable")}</strong>
          </p>
          <p>{t("player.unplayable_action")}</p>
        </div>
      )}
    </>
  );
}
