/* What was learned of the viewer's taste: each tag's weight, the changes behind it, and undoing. */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReply } from "../../../server/use-reply";
import { Trouble } from "../../../shell/trouble";
import type { Change, Weight } from "../replies";
import type { Mine } from "../requests";
import { useSigned } from "../signed";
import { taughtBy } from "./taught";

export interface LearnedProps {
  mine: Mine;
  /** Only what this session taught; all where none is named. */
  session?: string;
  onChanged?: () => void;
}

export function Learned({ mine, session, onChanged }: LearnedProps) {
  const { t } = useTranslation("watch");
  const load = useCallback((signal: AbortSignal) => mine.weights(signal), [mine]);
  const { reply, error, again } = useReply(load);
  const [failed, setFailed] = useState<unknown>(null);
  const toggle = async ({ change_id, undone }: Change) => {
    try {
      setFailed(null);
      await (undone ? mine.redo(change_id) : mine.undo(change_id));
      again();
      onChanged?.();
    } catch (reason) {
      setFailed(reason);
    }
  };
  const weights = reply && (session ? taughtBy(reply.weights, session) : reply.weights);
  return (
    <section className="panel stack-tight" aria-labelledby="learned">
      <h2 id="learned">{t("learned.title")}</h2>
      <p className="soft">{t("learned.lead")}</p>
      {error !== null && <Trouble error={error} again={again} />}
      {failed !== null && <Trouble error={failed} />}
      {weights?.length === 0 && <p>{t("learned.nothing")}</p>}
      <ul className="weights">
        {weights?.map((weight) => (
          <WeightRow
            key={`${weight.category} ${weight.tag}`}
            weight={weight}
            bound={reply?.bound ?? 100}
            toggle={toggle}
          />
        ))}
      </ul>
    </section>
  );
}

interface WeightRowProps {
  weight: Weight;
  bound: number;
  toggle: (change: Change) => void;
}

function WeightRow({ weight, bound, toggle }: WeightRowProps) {
  const signed = useSigned();
  const share = Math.abs(weight.weight) / bound;
  return (
    <li className="weight" data-tag={weight.tag}>
      <details>
        <summary>
          <span className="weight-tag">
            {weight.tag} <span className="small soft">{weight.category}</span>
          </span>
          <span
            className="weight-bar"
            data-negative={weight.weight < 0 || undefined}
            aria-hidden="true"
          >
            <span style={{ transform: `scaleX(${share})` }} />
          </span>
          <span className="figures weight-number">{signed(weight.weight, 1)}</span>
        </summary>
        <ul className="changes">
          {weight.changes.map((change) => (
            <ChangeRow key={change.change_id} change={change} tag={weight.tag} toggle={toggle} />
          ))}
        </ul>
      </details>
    </li>
  );
}

interface ChangeRowProps {
  change: Change;
  tag: string;
  toggle: (change: Change) => void;
}

function ChangeRow({ change, tag, toggle }: ChangeRowProps) {
  const { t } = useTranslation("watch");
  const signed = useSigned();
  const { amount, reason, because, undone } = change;
  const act = undone ? "redo" : "undo";
  return (
    <li className="change" data-undone={undone !== null || undefined}>
      <span className="figures">{signed(amount, 1)}</span>
      <span>
        {t(`reason.${reason}`)}{" "}
        <span className="small soft" lang="en">
          {because}
        </span>
        {undone && <strong> · {t("learned.undone")}</strong>}
      </span>
      <button
        type="button"
        className="button"
        aria-label={t(`learned.${act}_of`, { tag, amount: signed(amount, 1) })}
        onClick={() => toggle(change)}
      >
        {t(`learned.${act}`)}
      </button>
    </li>
  );
}
