/* What happens at this moment, in a sentence, and how far behind the readings are. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import type { Playback } from "./playback";
import type { Progress } from "./use-reading";

export interface WatchingStatusProps {
  asking: boolean;
  ending: boolean;
  playback: Playback;
  progress: Progress;
}

export function WatchingStatus(props: WatchingStatusProps) {
  const { t } = useTranslation("screening");
  const { duration } = useFigures();
  const { lag, count } = props.progress;
  return (
    <div className="stack-tight">
      <p role="status">{t(`watching.${statusOf(props)}`)}</p>
      <p className="small soft figures">
        <span data-count={count}>{t("readings", { count })}</span>
        {lag !== null && <> · {t("watching.lag", { duration: duration(lag) })}</>}
      </p>
    </div>
  );
}

function statusOf({ asking, ending, playback, progress }: WatchingStatusProps) {
  if (asking) return "asking";
  if (ending) return "finishing";
  if (playback.moving) return progress.face === false ? "faceless" : "reading";
  return progress.count === 0 ? "ready" : "standing";
}
