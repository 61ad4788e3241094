/* How the stream does: answers a second, lag, and pictures that were left out and where. */
import type { LiveStream } from "emotion-tracker-js";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const EVERY_MS = 500;

export function Statistics({ stream }: { stream: LiveStream | null }) {
  const { t, i18n } = useTranslation("live");
  const now = useStatistics(stream);
  if (!now) return null;
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  const shown = [
    ["rate", number.format(now.rate)],
    ["lag", t("milliseconds", { value: whole.format(1000 * now.lag) })],
    ["round_trip", t("milliseconds", { value: whole.format(1000 * now.roundTrip) })],
    ["dropped", whole.format(now.dropped)],
    ["skipped", whole.format(now.skipped)],
  ] as const;
  return (
    <dl className="live-statistics figures">
      {shown.map(([name, value]) => (
        <div key={name} data-statistic={name}>
          <dt className="soft small">{t(`statistic.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useStatistics(stream: LiveStream | null) {
  const [now, setNow] = useState(stream?.statistics ?? null);
  useEffect(() => {
    const timer = setInterval(() => setNow(stream?.statistics ?? null), EVERY_MS);
    return () => clearInterval(timer);
  }, [stream]);
  return now;
}
