/* A clock to run beside a film that is watched elsewhere. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export function Stopwatch() {
  const { t } = useTranslation("watch");
  const [running, setRunning] = useState(false);
  const seconds = useSeconds(running);
  return (
    <div className="panel stopwatch">
      <div>
        <h2>{t("elsewhere.title")}</h2>
        <p className="small soft">{t("elsewhere.why")}</p>
      </div>
      <div className="row">
        <p className="stopwatch-time figures" role="timer" aria-label={t("elsewhere.time")}>
          {hoursMinutesSeconds(seconds)}
        </p>
        <button type="button" className="button" onClick={() => setRunning(!running)}>
          {running ? t("elsewhere.pause") : t("elsewhere.start")}
        </button>
      </div>
    </div>
  );
}

/** Seconds that ran so far, also while the page was hidden. */
function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0);
  const before = useRef(0);
  useEffect(() => {
    if (!running) return;
    const start = performance.now();
    const passed = () => before.current + (performance.now() - start) / 1000;
    const timer = setInterval(() => setSeconds(passed()), 250);
    return () => {
      clearInterval(timer);
      before.current = passed();
    };
  }, [running]);
  return seconds;
}

function hoursMinutesSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
