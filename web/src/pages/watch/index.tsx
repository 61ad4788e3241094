/* Watch and chat: choose something, agree, watch and talk, then see what it came to.

   viewer of this browser ─┐
   step ───────────────────┴─> choosing | agreeing | watching | report | held | receipt */
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Agreeing } from "./agreeing/agreeing";
import { Choosing } from "./choosing/choosing";
import { Held } from "./held/held";
import { DeletionReceipt } from "./held/receipt";
import { SessionReport } from "./report/report";
import type { Step } from "./step";
import { useViewer, type ViewerState } from "./viewer-state";
import "./watch.css";
import { Watching } from "./watching/watching";

export function Watch() {
  const [step, go] = useState<Step>({ name: "choose" });
  const viewer = useViewer(useCallback(() => go({ name: "choose" }), []));
  const page = useRef<HTMLDivElement>(null);
  useFocusOnNewStep(page, step);
  return (
    <div className="page stack watch" ref={page} tabIndex={-1}>
      {viewer.lost && <Lost />}
      <Current step={step} viewer={viewer} go={go} />
    </div>
  );
}

interface CurrentProps {
  step: Step;
  viewer: ViewerState;
  go: (step: Step) => void;
}

function Current({ step, viewer, go }: CurrentProps) {
  const { mine } = viewer;
  const back = () => go({ name: "choose" });
  if (step.name === "agree") {
    const begin = (running: Extract<Step, { name: "watch" }>["running"]) =>
      go({ name: "watch", running });
    return <Agreeing item={step.item} asViewer={viewer.asViewer} onBegun={begin} back={back} />;
  }
  if (step.name === "receipt") return <DeletionReceipt receipt={step.receipt} back={back} />;
  if (mine && step.name === "watch") {
    const ended = (session: string) => go({ name: "report", session });
    return <Watching running={step.running} mine={mine} onEnded={ended} />;
  }
  if (mine && step.name === "report") {
    return <SessionReport key={step.session} session={step.session} mine={mine} go={go} />;
  }
  if (mine && step.name === "held") {
    const deleted = (receipt: Extract<Step, { name: "receipt" }>["receipt"]) => {
      viewer.forget();
      go({ name: "receipt", receipt });
    };
    return <Held mine={mine} go={go} onDeleted={deleted} onForgotten={viewer.forget} />;
  }
  return <Choosing mine={mine} go={go} />;
}

function Lost() {
  const { t } = useTranslation("watch");
  return (
    <p className="remark remark-warn" role="status">
      {t("lost")}
    </p>
  );
}

/** A screen reader goes on at the new step, and the eye at its top. */
function useFocusOnNewStep(page: React.RefObject<HTMLDivElement | null>, { name }: Step) {
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    page.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [name, page]);
}
