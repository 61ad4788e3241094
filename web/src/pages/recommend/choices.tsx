/* Choices of one among few: native radio buttons that look like chips or a switch. */
import { useId } from "react";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly text: string;
  readonly emoji?: string;
}

export interface ChoicesProps<Value extends string> {
  legend: string;
  choices: readonly Choice<Value>[];
  chosen: Value | null;
  onChoose: (value: Value) => void;
}

export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { legend, choices, chosen, onChoose } = props;
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      <div className="choices-row">
        {choices.map(({ value, text, emoji }) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name={name}
              className="unseen"
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            {emoji && (
              <span className="choice-emoji" aria-hidden="true">
                {emoji}
              </span>
            )}
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
