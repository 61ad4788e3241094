/* One picture of the camera, which is let go as soon as it is taken. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCamera } from "../../camera/camera";
import { CameraTrouble } from "../../camera/camera-trouble";
import { LiveView } from "../../camera/live-view";

export function Snapshot({ onPicture }: { onPicture: (picture: Blob) => void }) {
  const { t } = useTranslation("recommend");
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const { state } = camera;
  const open = () => camera.start(false);
  const take = async () => {
    const picture = video.current && (await pictureOf(video.current));
    if (!picture) return;
    camera.stop();
    onPicture(picture);
  };
  if (state.phase === "failed") return <CameraTrouble fault={state.fault} again={open} />;
  if (state.phase !== "live") {
    return (
      <p>
        <button type="button" className="button" disabled={state.phase === "asking"} onClick={open}>
          {t("picture.camera")}
        </button>
      </p>
    );
  }
  return (
    <>
      <LiveView video={video} stream={state.stream} sample={null} />
      <div className="row">
        <button type="button" className="button button-primary" onClick={take}>
          {t("picture.take")}
        </button>
        <button type="button" className="button" onClick={camera.stop}>
          {t("picture.close")}
        </button>
      </div>
    </>
  );
}

/** A JPEG of what the video shows now; null before its first frame. */
async function pictureOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (canvas.width === 0) return null;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return await new Promise((made) => canvas.toBlob(made, "image/jpeg", 0.92));
}
