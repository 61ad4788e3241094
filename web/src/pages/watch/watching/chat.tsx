/* The chat beside what is watched: Mien asks, the viewer answers, and sees what was understood. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../../shell/trouble";
import type { NewSession } from "../replies";
import type { Mine } from "../requests";
import { type Talk, type TalkLine, useChat } from "./use-chat";

export interface ChatProps {
  session: NewSession;
  mine: Mine;
  /** Whether the viewer agreed that words are read. */
  agreed: boolean;
  stopped: boolean;
}

export function Chat({ session, mine, agreed, stopped }: ChatProps) {
  const { t } = useTranslation("watch");
  const talk = useChat(mine, session);
  return (
    <section className="panel stack-tight chat" aria-labelledby="chat">
      <h2 id="chat">{t("chat.title")}</h2>
      {agreed ? (
        <>
          <Lines talk={talk} />
          {talk.error !== null && !stopped && <Trouble error={talk.error} again={talk.again} />}
          <p role="status" className="small soft">
            {talk.pending !== null && talk.error === null && t("chat.thinking")}
          </p>
          {talk.finished && <p className="small soft">{t("chat.finished")}</p>}
          <Say talk={talk} stopped={stopped} />
        </>
      ) : (
        <p className="soft">{t("chat.declined")}</p>
      )}
    </section>
  );
}

function Lines({ talk: { lines, pending } }: { talk: Talk }) {
  const { t } = useTranslation("watch");
  const log = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is to be seen
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines, pending]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <div className="chat-log" role="log" ref={log} tabIndex={0} aria-label={t("chat.log")}>
      {lines.map((line) => (
        <Line key={line.number} line={line} />
      ))}
      {pending !== null && (
        <div className="line line-viewer line-pending">
          <p>{pending}</p>
        </div>
      )}
    </div>
  );
}

function Line({ line }: { line: TalkLine }) {
  const { t } = useTranslation("watch");
  return (
    <div className={`line line-${line.speaker}`}>
      <p>
        <span className="unseen">{t(`chat.${line.speaker}`)}: </span>
        {line.text}
      </p>
      {line.heard && <Heard heard={line.heard} />}
    </div>
  );
}

/** VADER's own bounds of what counts as neutral. */
const NEUTRAL = 0.05;

function Heard({ heard }: { heard: NonNullable<TalkLine["heard"]> }) {
  const { t } = useTranslation("watch");
  const tone =
    heard.sentiment >= NEUTRAL ? "positive" : heard.sentiment <= -NEUTRAL ? "negative" : "neutral";
  const names = (told: readonly { target: string }[]) =>
    told.map(({ target }) => target).join(", ");
  return (
    <p className="heard small">
      {t(`chat.sounds.${tone}`)}
      {heard.liked.length > 0 && ` · ${t("chat.liked", { names: names(heard.liked) })}`}
      {heard.disliked.length > 0 && ` · ${t("chat.disliked", { names: names(heard.disliked) })}`}
    </p>
  );
}

const MOST_CHARACTERS = 10_000;

function Say({ talk, stopped }: { talk: Talk; stopped: boolean }) {
  const { t } = useTranslation("watch");
  const [typed, setTyped] = useState("");
  const id = useId();
  const ready = typed.trim() !== "" && talk.pending === null && !stopped;
  const say = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    talk.say(typed);
    setTyped("");
  };
  return (
    <form className="say" onSubmit={say}>
      <div className="field">
        <label htmlFor={id} className="unseen">
          {t("chat.own")}
        </label>
        <input
          id={id}
          autoComplete="off"
          maxLength={MOST_CHARACTERS}
          placeholder={t("chat.own")}
          disabled={stopped}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <button type="submit" className="button" disabled={!ready}>
        {t("chat.send")}
      </button>
    </form>
  );
}
