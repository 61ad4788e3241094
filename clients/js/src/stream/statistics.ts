/** How a live stream does, counted over all its connections. */

export interface StreamStatistics {
  /** Pictures sent, and pictures answered. */
  readonly sent: number;
  readonly answered: number;
  /** Pictures that the server left out for newer ones. */
  readonly dropped: number;
  /** Pictures that were due and never sent, because earlier ones were still under way. */
  readonly skipped: number;
  /** Seconds from the last answered picture's arrival at the server to its answer. */
  readonly lag: number;
  /** Seconds from sending the last answered picture to its answer. */
  readonly roundTrip: number;
  /** Answers a second, over the last two seconds. */
  readonly rate: number;
}

const WINDOW = 2_000;

export class Counts {
  sent = 0;
  skipped = 0;
  #answered = 0;
  #droppedBefore = 0;
  #dropped = 0;
  #lag = 0;
  #roundTrip = 0;
  #recent: number[] = [];

  /** Takes an answer at `now` (ms); `dropped` counts within one connection. */
  answer(now: number, lag: number, dropped: number, sentAt: number): void {
    this.#answered += 1;
    this.#lag = lag;
    this.#dropped = dropped;
    this.#roundTrip = (now - sentAt) / 1000;
    this.#recent = [...this.#within(now), now];
  }

  /** The next connection counts what it drops from 0. */
  reconnected(): void {
    this.#droppedBefore += this.#dropped;
    this.#dropped = 0;
  }

  snapshot(now: number): StreamStatistics {
    return {
      sent: this.sent,
      answered: this.#answered,
      dropped: this.#droppedBefore + this.#dropped,
      skipped: this.skipped,
      lag: this.#lag,
      roundTrip: this.#roundTrip,
      rate: (1000 * this.#within(now).length) / WINDOW,
    };
  }

  #within(now: number): number[] {
    return this.#recent.filter((at) => now - at < WINDOW);
  }
}
