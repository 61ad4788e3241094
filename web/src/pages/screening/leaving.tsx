/* Another page of the app would forget this one's readings: asks first. */
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { Sure } from "./sure";

export function Leaving({ wanted }: { wanted: boolean }) {
  const { t } = useTranslation("screening");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      wanted && currentLocation.pathname !== nextLocation.pathname,
  );
  if (blocker.state !== "blocked") return null;
  return (
    <Sure
      title={t("sure.leave")}
      text={t("sure.leave_text")}
      action={t("sure.leave_yes")}
      yes={() => blocker.proceed()}
      no={() => blocker.reset()}
    />
  );
}
