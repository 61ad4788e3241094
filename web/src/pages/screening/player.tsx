/* The film as the viewer sees it, with one clear button to begin. */
import type { ReactNode, RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { Advert } from "./advert";

export interface PlayerProps {
  film: RefObject<HTMLVideoElement | null>;
  advert: Advert;
  moving: boolean;
  /** Whether the viewer can be read; until then the film does not play. */
  ready: boolean;
  /** Buttons beside "play". */
  children: ReactNode;
}

export function Player({ film, advert, moving, ready, children }: PlayerProps) {
  const { t } = useTranslation("screening");
  const toggle = () => {
    const player = film.current;
    if (!player) return;
    if (!player.paused) player.pause();
    // What keeps a film from playing is told by the player's own events.
    else player.play().catch(() => undefined);
  };
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/useMediaCaption: the viewer's own file, captions cannot be known */}
      <video
        ref={film}
        className="screening-film"
        src={advert.url}
        controls={ready}
        playsInline
        preload="auto"
        aria-label={t("advert.film")}
      />
      <div className="row">
        <button type="button" className="button button-primary" disabled={!ready} onClick={toggle}>
          {t(moving ? "watching.pause" : "watching.play")}
        </button>
        {children}
      </div>
    </div>
  );
}
