/* One tab at a time reads the camera: two would halve each other's rate and read one face twice.

   free -> held; held elsewhere -> "elsewhere" until take() steals it; stolen -> lost() */
import { useCallback, useEffect, useRef, useState } from "react";

export type Turn = "free" | "held" | "elsewhere";

const LOCK = "mien-camera";

export interface TurnHandle {
  readonly turn: Turn;
  /** Takes the turn if it is free, or from the other tab where `steal` is set. */
  take(steal?: boolean): Promise<boolean>;
  give(): void;
}

export function useTurn(lost: () => void): TurnHandle {
  const [turn, setTurn] = useState<Turn>("free");
  const finish = useRef<(() => void) | null>(null);
  const whenLost = useRef(lost);
  whenLost.current = lost;
  const give = useCallback(() => {
    finish.current?.();
    finish.current = null;
    setTurn("free");
  }, []);
  const take = useCallback(async (steal = false) => {
    if (finish.current) return true;
    const held = await hold(steal, (done) => {
      finish.current = done;
    });
    if (!held) {
      setTurn("elsewhere");
      return false;
    }
    setTurn("held");
    held.stolen.catch(() => {
      finish.current = null;
      setTurn("elsewhere");
      whenLost.current();
    });
    return true;
  }, []);
  useEffect(() => give, [give]);
  return { turn, take, give };
}

/** Resolves once the lock is ours, or to false where another tab has it. */
function hold(
  steal: boolean,
  held: (done: () => void) => void,
): Promise<{ stolen: Promise<unknown> } | null> {
  // Where there are no locks (plain http), every tab may read.
  if (!navigator.locks) return Promise.resolve({ stolen: Promise.resolve() });
  return new Promise((resolve) => {
    const options = steal ? { steal: true } : { ifAvailable: true };
    const stolen: Promise<unknown> = navigator.locks.request(LOCK, options, (lock) => {
      if (!lock) {
        resolve(null);
        return;
      }
      return new Promise<void>((done) => {
        held(done);
        resolve({ stolen });
      });
    });
    stolen.catch(() => undefined);
  });
}
