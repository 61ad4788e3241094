/* The circumplex as a picture with words: where the apparent expression stands, and its trail.

   points -> ground canvas (once a size, language, scheme) + point canvas (each new point) */
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { onSchemeChange } from "../shell/scheme";
import "./expressions.css";
import { LABELS, type Label } from "./expressions";
import { Plane, type PlaneTexts, type Point, planeColours } from "./plane";

export interface CircumplexProps {
  /** The trail, oldest first; its last point is marked where no other is. */
  points: readonly Point[];
  /** A point to mark that the trail need not end at, such as its mean. */
  marked?: Point;
  emoji: string | null;
}

export function Circumplex({ points, marked, emoji }: CircumplexProps) {
  const { t } = useTranslation("expressions");
  const texts = usePlaneTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useLook(canvas);
  const ground = useMemo(() => (look ? groundOf(look, texts) : null), [look, texts]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !look || !ground) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, look.pixels, look.pixels);
    context.drawImage(ground, 0, 0);
    context.scale(look.ratio, look.ratio);
    const plane = new Plane(context, look.side, texts, look.colours);
    plane.trail(points);
    const newest = marked ?? points.at(-1);
    if (newest) plane.newest(newest, emoji);
  }, [points, marked, emoji, look, ground, texts]);
  const newest = marked ?? points.at(-1);
  const said = newest
    ? t("point", { valence: signed(newest.valence), arousal: signed(newest.arousal) })
    : t("no_point");
  return (
    <div
      className="circumplex"
      role="img"
      aria-label={said}
      data-valence={newest?.valence}
      data-arousal={newest?.arousal}
    >
      <canvas ref={canvas} width={look?.pixels ?? 1} height={look?.pixels ?? 1} />
    </div>
  );
}

export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}

interface Look {
  side: number;
  ratio: number;
  pixels: number;
  colours: ReturnType<typeof planeColours>;
}

function useLook(canvas: React.RefObject<HTMLCanvasElement | null>): Look | null {
  const [look, setLook] = useState<Look | null>(null);
  useEffect(() => {
    const around = canvas.current?.parentElement;
    if (!around) return;
    const measure = () => {
      const width = around.clientWidth;
      const ratio = devicePixelRatio;
      const colours = planeColours(around);
      setLook((last) => {
        // New colours can come at a moment without layout; the size of before still holds then.
        const side = width || (last?.side ?? 0);
        return { side, ratio, pixels: Math.round(side * ratio), colours };
      });
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(around);
    const stop = onSchemeChange(measure);
    return () => {
      sizes.disconnect();
      stop();
    };
  }, [canvas]);
  return look;
}

function groundOf(look: Look, texts: PlaneTexts): HTMLCanvasElement | null {
  const ground = document.createElement("canvas");
  ground.width = ground.height = Math.max(look.pixels, 1);
  const context = ground.getContext("2d");
  if (!context) return null;
  context.scale(look.ratio, look.ratio);
  new Plane(context, look.side, texts, look.colours).ground();
  return ground;
}

function usePlaneTexts(): PlaneTexts {
  const { t } = useTranslation("expressions");
  return useMemo(() => {
    const labels = Object.fromEntries(LABELS.map((label) => [label, t(`label.${label}`)]));
    return {
      axes: { pleasant: t("pleasant"), unpleasant: t("unpleasant") },
      heights: { aroused: t("aroused"), calm: t("calm") },
      labels: labels as Record<Label, string>,
    };
  }, [t]);
}
