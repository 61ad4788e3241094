/* The viewer's own picture, small; hidden, it is still read. */
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { LiveView } from "../../camera/live-view";

export interface SelfViewProps {
  face: RefObject<HTMLVideoElement | null>;
  stream: MediaStream;
}

export function SelfView({ face, stream }: SelfViewProps) {
  const { t } = useTranslation("screening");
  const [hidden, setHidden] = useState(false);
  return (
    <section className="screening-self stack-tight" aria-label={t("watching.self")}>
      <div className={hidden ? "unseen" : undefined}>
        <LiveView video={face} stream={stream} sample={null} />
      </div>
      <button type="button" className="button button-plain" onClick={() => setHidden(!hidden)}>
        {t(hidden ? "watching.show" : "watching.hide")}
      </button>
    </section>
  );
}
