/* The talk: a line is shown at once, sent under its number, and so said once however often it is
   sent again.

   say -> pending -> said, with what was understood and Mien's lines | error, and once more */
import { MienError } from "emotion-tracker-js";
import { useState } from "react";
import type { ChatLine, NewSession, Said } from "../replies";
import type { Mine } from "../requests";

export interface TalkLine extends ChatLine {
  /** What was heard in a line of the viewer's own. */
  readonly heard?: Pick<Said, "sentiment" | "liked" | "disliked">;
}

export interface Talk {
  readonly lines: readonly TalkLine[];
  readonly pending: string | null;
  readonly error: unknown;
  readonly finished: boolean;
  readonly say: (text: string) => void;
  readonly again: () => void;
}

export function useChat(mine: Mine, { session_id, chat }: NewSession): Talk {
  const [lines, setLines] = useState<readonly TalkLine[]>(chat);
  const [pending, setPending] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [finished, setFinished] = useState(false);
  const send = async (text: string, spoken: readonly TalkLine[]) => {
    const number = spoken.length + 1;
    setError(null);
    try {
      const said = await mine.say(session_id, text, number);
      setLines([...spoken, ownLine(text, said), ...said.lines]);
      setFinished(said.finished);
      setPending(null);
    } catch (reason) {
      if (movedOn(reason)) await catchUp();
      setError(reason);
    }
  };
  /** Another tab spoke meanwhile: its lines come first. */
  const catchUp = async () => {
    try {
      setLines((await mine.chat(session_id)).lines);
    } catch {
      // The refusal is shown; what was said elsewhere comes with the next try.
    }
  };
  const say = (text: string) => {
    setPending(text);
    void send(text, lines);
  };
  const again = () => void (pending !== null && send(pending, lines));
  return { lines, pending, error, finished, say, again };
}

function ownLine(text: string, { number, sentiment, liked, disliked }: Said): TalkLine {
  const heard = { sentiment, liked, disliked };
  return { number, speaker: "viewer", text, sentiment, heard };
}

function movedOn(reason: unknown): boolean {
  return reason instanceof MienError && reason.code === "chat-moved-on";
}
