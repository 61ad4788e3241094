/* A poster, or a cover drawn here where the catalog has none or it does not load. */
import { useState } from "react";
import "./posters.css";

export interface PosterProps {
  address: string | null;
  title: string;
  /** What the cover says below: the genre or the category. */
  line: string;
}

export function Poster({ address, title, line }: PosterProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!address || failed === address) return <Cover title={title} line={line} />;
  return (
    <img
      className="poster"
      src={address}
      alt=""
      width="200"
      height="300"
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setFailed(address)}
    />
  );
}

function Cover({ title, line }: { title: string; line: string }) {
  return (
    <div
      className="poster cover"
      style={{ backgroundColor: `oklch(0.41 0.07 ${hueOf(title)})` }}
      aria-hidden="true"
    >
      <span className="cover-letters">{lettersOf(title)}</span>
      <span className="cover-line">{line}</span>
    </div>
  );
}

/** Degrees of the colour circle; a title always has the same. */
export function hueOf(title: string): number {
  let sum = 7;
  for (const letter of title) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 3600;
  return sum % 360;
}

/** The first letters of the first two words that are no articles. */
export function lettersOf(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = words.filter((word) => !/^(the|a|an|of|and)$/i.test(word));
  const chosen = telling.length > 0 ? telling : words;
  return chosen
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("");
}
