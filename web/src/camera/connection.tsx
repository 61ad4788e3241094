/* Where the live stream stands, in words: open, waiting to reconnect, refused. */
import type { StreamState } from "emotion-tracker-js";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export function Connection({ state }: { state: StreamState | null }) {
  const { t } = useTranslation("camera");
  const seconds = useSecondsUntil(state?.retryAt ?? null);
  if (!state || state.phase === "open") return null;
  const lost = state.phase === "waiting" && state.retryAt !== null;
  const phase = state.phase === "waiting" && !lost ? "connecting" : state.phase;
  const troubled = lost || phase === "closed";
  return (
    <div className={troubled ? "remark remark-warn" : "remark"} role="status">
      <p>{t(`stream.${phase}`, { seconds })}</p>
      {troubled && state.reason && <p className="small">{state.reason}</p>}
    </div>
  );
}

function useSecondsUntil(moment: number | null): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (moment === null) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [moment]);
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - Date.now()) / 1000));
}
