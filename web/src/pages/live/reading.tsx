/* The present reading in a sentence: what a screen reader hears, and what the picture means. */
import type { Sample } from "emotion-tracker-js";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { signed } from "../../expressions/circumplex";
import { type Figures, useFigures } from "../../messages/figures";

const SPOKEN_EVERY_MS = 5000;

export interface ReadingProps {
  sample: Sample | null;
  voiceWanted: boolean;
}

export function Reading({ sample, voiceWanted }: ReadingProps) {
  const { t } = useTranslation("live");
  const words = useWords(sample);
  const figures = useFigures();
  const fused = sample?.fused;
  return (
    <div className="stack-tight live-reading">
      <p className="live-leading" data-leading={fused?.dominant_emotion}>
        {words}
      </p>
      <p className="soft small figures">
        {fused
          ? t("derived", { valence: signed(fused.valence), arousal: signed(fused.arousal) })
          : t("no_point")}
      </p>
      {voiceWanted && <p className="soft small figures">{voiceWords(t, figures, sample)}</p>}
      <Spoken words={words} />
    </div>
  );
}

function useWords(sample: Sample | null): string {
  const { t } = useTranslation("live");
  const { t: named } = useTranslation("expressions");
  const fused = sample?.fused;
  if (!sample) return t("waiting");
  if (!fused) return t("nobody");
  if (fused.uncertain) return t("uncertain");
  return t("leading", { expression: named(`label.${fused.dominant_emotion}`) });
}

type Texts = ReturnType<typeof useTranslation<"live">>["t"];

function voiceWords(t: Texts, { percent }: Figures, sample: Sample | null): string {
  const heard = sample?.fused?.weights.voice ?? 0;
  if (!sample?.voice || heard === 0) return t("voice_silent");
  return t("voice_heard", { share: percent(heard) });
}

/** Ten changes a second would drown a screen reader: it hears the newest every few seconds. */
function Spoken({ words }: { words: string }) {
  const [spoken, setSpoken] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), SPOKEN_EVERY_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p className="unseen" role="status">
      {spoken}
    </p>
  );
}
