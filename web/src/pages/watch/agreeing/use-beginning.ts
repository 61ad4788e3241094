/* Agreeing: the viewer where there is none, the session, then the notice acknowledged.

   POST /viewers (once) -> POST /sessions -> POST /sessions/ID/consent -> running
                                               └─ another notice: shown again, to be read anew */
import { MienError } from "emotion-tracker-js";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Modality, Notice } from "../../../consent/consent";
import { type Item, namedItem } from "../item";
import type { Context } from "../replies";
import type { Mine } from "../requests";
import type { Running } from "../step";
import type { ViewerState } from "../viewer-state";

export interface Terms {
  readonly item: Item;
  readonly context: Context;
  readonly days: number;
}

export function useBeginning(
  { item, context, days }: Terms,
  asViewer: ViewerState["asViewer"],
  onBegun: (running: Running) => void,
) {
  const { t, i18n } = useTranslation("watch");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [changed, setChanged] = useState(0);
  const open = async (mine: Mine, modalities: readonly Modality[], notice: Notice) => {
    const session = await mine.begin({
      purpose: t(`purpose.${context}`),
      context,
      modalities,
      item: namedItem(item),
      consent: { expires: days },
      language: i18n.language,
    });
    const begun = performance.now();
    await mine.agree(session.session_id, notice.version);
    return { item, session, modalities, begun };
  };
  const begin = async (modalities: readonly Modality[], notice: Notice) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      onBegun(await asViewer((mine) => open(mine, modalities, notice)));
    } catch (reason) {
      const anew = reason instanceof MienError && reason.code === "notice-changed";
      if (anew) setChanged((count) => count + 1);
      else setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return { begin, busy, error, changed };
}
