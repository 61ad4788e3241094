/* A session that runs: what is watched, the camera that reads meanwhile, the chat, and its end.

   player | camera -> outbox -> session
          | chat   -> session ; "end" -> outbox drained -> POST /sessions/ID/end -> report */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../../shell/trouble";
import { titleOf } from "../item";
import type { Mine } from "../requests";
import type { Running } from "../step";
import { Chat } from "./chat";
import { Player } from "./player";
import { Reading } from "./reading";
import { Stopped, type StoppedBy } from "./stopped";
import { useOutbox } from "./use-outbox";

export interface WatchingProps {
  running: Running;
  mine: Mine;
  onEnded: (session: string) => void;
}

export function Watching({ running, mine, onEnded }: WatchingProps) {
  const { t } = useTranslation("watch");
  const { session, item, modalities } = running;
  const outbox = useOutbox(mine, session.session_id);
  const [withdrawn, setWithdrawn] = useState(false);
  const finish = useTask(async () => {
    if (!withdrawn) await outbox.drain();
    await mine.end(session.session_id);
    onEnded(session.session_id);
  });
  const withdraw = useTask(async () => {
    await mine.withdraw(session.session_id);
    setWithdrawn(true);
  });
  const stopped = stoppedBy(withdrawn, outbox.state.refused);
  return (
    <>
      <div className="row watching-head">
        <h1>{titleOf(item)}</h1>
        <div className="row">
          {!stopped && (
            <button type="button" className="button" onClick={withdraw.run}>
              {t("withdraw")}
            </button>
          )}
          <button
            type="button"
            className="button button-primary"
            disabled={finish.busy}
            onClick={finish.run}
          >
            {t("watching.end")}
          </button>
        </div>
      </div>
      {withdraw.error !== null && <Trouble error={withdraw.error} again={withdraw.run} />}
      {finish.error !== null && <Trouble error={finish.error} again={finish.run} />}
      {stopped && <Stopped by={stopped} />}
      <div className="watching">
        <Player item={item} />
        <div className="stack watching-side">
          {!stopped && (
            <Reading
              begun={running.begun}
              voice={modalities.includes("voice")}
              outbox={outbox.state}
              onSample={outbox.add}
            />
          )}
          <Chat
            session={session}
            mine={mine}
            agreed={modalities.includes("words")}
            stopped={stopped !== null}
          />
        </div>
      </div>
    </>
  );
}

function stoppedBy(withdrawn: boolean, refused: StoppedBy | null): StoppedBy | null {
  return withdrawn ? { code: "consent-withdrawn", detail: "", action: "" } : refused;
}

/** Something that a button starts, once at a time, and that can fail and be tried again. */
function useTask(task: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await task();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, error };
}
