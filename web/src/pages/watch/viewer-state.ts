/* The viewer of this browser as React state, and whether the server forgot it. */
import { useCallback, useMemo, useState } from "react";
import { isGone, type Mine, newViewer, requestsOf } from "./requests";
import { forgetViewer, keepViewer, keptViewer } from "./viewer";

export interface ViewerState {
  /** The requests of the kept viewer; null where nobody agreed in this browser. */
  readonly mine: Mine | null;
  /** Whether a viewer was kept here whom the server does not know any more. */
  readonly lost: boolean;
  /** Does something as this viewer, or as a new one where there is none or it is unknown. */
  readonly asViewer: <Reply>(act: (mine: Mine) => Promise<Reply>) => Promise<Reply>;
  readonly forget: () => void;
}

export function useViewer(whenLost: () => void): ViewerState {
  const [viewer, setViewer] = useState(keptViewer);
  const [lost, setLost] = useState(false);
  const forget = useCallback(() => {
    forgetViewer();
    setViewer(null);
    setLost(false);
  }, []);
  const lose = useCallback(() => {
    forget();
    setLost(true);
  }, [forget]);
  const gone = useCallback(() => {
    lose();
    whenLost();
  }, [lose, whenLost]);
  const mine = useMemo(() => viewer && requestsOf(viewer, gone), [viewer, gone]);
  const asViewer = useCallback(
    async <Reply>(act: (mine: Mine) => Promise<Reply>): Promise<Reply> => {
      const kept = keptViewer();
      if (kept) {
        try {
          return await act(requestsOf(kept, lose));
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }
      const made = await newViewer();
      keepViewer(made);
      setViewer(made);
      return await act(requestsOf(made, gone));
    },
    [lose, gone],
  );
  return { mine, lost, asViewer, forget };
}
