/* The upload: bytes, rate, time left, and words for a network that stands still. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "./formats";
import type { Sent } from "./pace";
import { useOnline, useStandstill } from "./waiting";

export function Sending({ sent }: { sent: Sent }) {
  const { t } = useTranslation("clip");
  const { bytes, rate, seconds } = useFormats();
  const id = useId();
  const whole = sent.bytes >= sent.total;
  const figures = [
    t("sending.bytes", { sent: bytes(sent.bytes), total: bytes(sent.total) }),
    sent.rate !== null && !whole && rate(sent.rate),
    sent.secondsLeft !== null && !whole && t("left", { time: seconds(sent.secondsLeft) }),
  ];
  return (
    <div className="stack-tight" data-phase="sending">
      <p id={id} role="status">
        <strong>{t(whole ? "sending.checking" : "sending.title")}</strong>
      </p>
      <progress
        className="progress"
        aria-labelledby={id}
        max={sent.total}
        value={whole ? undefined : sent.bytes}
      />
      <p className="soft figures">{figures.filter(Boolean).join(" · ")}</p>
      <Standstill bytes={sent.bytes} whole={whole} />
    </div>
  );
}

function Standstill({ bytes, whole }: { bytes: number; whole: boolean }) {
  const { t } = useTranslation("clip");
  const online = useOnline();
  const still = useStandstill(bytes);
  const words = online ? still && !whole && t("sending.still") : t("sending.offline");
  return <div role="status">{words && <p className="remark remark-warn">{words}</p>}</div>;
}
