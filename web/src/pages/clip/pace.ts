/* How fast an upload goes, over the last seconds, so that a slow start does not count for ever. */
const WINDOW_MS = 5000;
const LEAST_MS = 500;

export interface Sent {
  readonly bytes: number;
  readonly total: number;
  /** Bytes a second, null while there is too little to tell. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

export class Pace {
  private readonly marks: { bytes: number; at: number }[] = [];

  constructor(private readonly total: number) {}

  /** Notes that so many bytes were sent by a moment in milliseconds. */
  note(bytes: number, at: number): Sent {
    const sent = Math.min(bytes, this.total);
    this.marks.push({ bytes: sent, at });
    while (this.marks.length > 2 && at - (this.marks[1]?.at ?? at) >= WINDOW_MS) this.marks.shift();
    const rate = this.rate(sent, at);
    const secondsLeft = rate ? (this.total - sent) / rate : null;
    return { bytes: sent, total: this.total, rate, secondsLeft };
  }

  private rate(bytes: number, at: number): number | null {
    const [oldest] = this.marks;
    if (!oldest || at - oldest.at < LEAST_MS) return null;
    return (1000 * (bytes - oldest.bytes)) / (at - oldest.at);
  }
}
