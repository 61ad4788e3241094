/* Draws the circumplex: axes, the anchors of the labels, a fading trail and the newest point.

   valence in -1..1 -> right is pleasant; arousal in -1..1 -> up is aroused */
import { ANCHORS, colour, LABELS, type Label } from "./expressions";

export interface Point {
  readonly valence: number;
  readonly arousal: number;
}

export interface PlaneTexts {
  readonly axes: { readonly pleasant: string; readonly unpleasant: string };
  readonly heights: { readonly aroused: string; readonly calm: string };
  readonly labels: Readonly<Record<Label, string>>;
}

export interface PlaneColours {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly labels: Readonly<Record<Label, string>>;
}

export function planeColours(of: Element): PlaneColours {
  const labels = Object.fromEntries(LABELS.map((label) => [label, colour(label, of)]));
  return {
    ink: colour("ink", of),
    soft: colour("soft", of),
    line: colour("line", of),
    accent: colour("accent", of),
    labels: labels as Record<Label, string>,
  };
}

const MARGIN = 26;

export class Plane {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly side: number,
    private readonly texts: PlaneTexts,
    private readonly colours: PlaneColours,
  ) {}

  /** Everything but the point, for a canvas that is drawn once a size. */
  ground(): void {
    const { context, side, colours } = this;
    context.clearRect(0, 0, side, side);
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(side / 2, side / 2, this.radius, 0, 2 * Math.PI);
    this.line([-1, 0], [1, 0]);
    this.line([0, -1], [0, 1]);
    context.stroke();
    this.words();
    for (const label of LABELS) this.anchor(label);
  }

  /** Oldest first; the last one is the newest. */
  trail(points: readonly Point[]): void {
    const { context, colours } = this;
    context.strokeStyle = colours.accent;
    context.lineWidth = 2;
    points.slice(1).forEach((point, index) => {
      const before = points[index];
      if (!before) return;
      context.globalAlpha = (0.6 * (index + 1)) / points.length;
      context.beginPath();
      this.line([before.valence, before.arousal], [point.valence, point.arousal]);
      context.stroke();
    });
    context.globalAlpha = 1;
  }

  newest(point: Point, emoji: string | null): void {
    const { context, colours } = this;
    const [x, y] = this.at(point.valence, point.arousal);
    context.fillStyle = colours.accent;
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fill();
    if (!emoji) return;
    context.font = '28px "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", sans-serif';
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(emoji, x, Math.max(y - 24, 18));
  }

  private get radius(): number {
    return Math.max(0, this.side / 2 - MARGIN);
  }

  private at(valence: number, arousal: number): [number, number] {
    const middle = this.side / 2;
    return [middle + valence * this.radius, middle - arousal * this.radius];
  }

  private line(from: readonly [number, number], to: readonly [number, number]): void {
    this.context.moveTo(...this.at(...from));
    this.context.lineTo(...this.at(...to));
  }

  private anchor(label: Label): void {
    const { context, colours, texts } = this;
    const [x, y] = this.at(...ANCHORS[label]);
    context.fillStyle = colours.labels[label];
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = colours.soft;
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    context.textAlign = label === "happy" ? "end" : "start";
    context.fillText(texts.labels[label], x + (label === "happy" ? -8 : 8), y + OFFSETS[label]);
  }

  private words(): void {
    const { context, side, texts, colours } = this;
    context.fillStyle = colours.soft;
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(texts.heights.aroused, side / 2, 12);
    context.fillText(texts.heights.calm, side / 2, side - 12);
    this.upright(texts.axes.unpleasant, 12, -Math.PI / 2);
    this.upright(texts.axes.pleasant, side - 12, Math.PI / 2);
  }

  private upright(text: string, x: number, angle: number): void {
    const { context, side } = this;
    context.save();
    context.translate(x, side / 2);
    context.rotate(angle);
    context.fillText(text, 0, 0);
    context.restore();
  }
}

/* Fear and anger lie almost on one spot: their words must not. */
const OFFSETS: Readonly<Record<Label, number>> = {
  angry: 7,
  disgust: 0,
  fear: -11,
  happy: 0,
  sad: 0,
  surprise: 0,
  neutral: 9,
};
