/** Lets pictures through at a steady rate, whatever the rate at which they come. */
export class Pace {
  readonly #period: number;
  #due = Number.NEGATIVE_INFINITY;

  /** `rate` is in pictures a second. */
  constructor(rate: number) {
    this.#period = 1000 / rate;
  }

  /** Whether a picture at `now` (ms) is due. What comes late does not make the next one late. */
  takes(now: number): boolean {
    if (now < this.#due) return false;
    this.#due = Math.max(this.#due + this.#period, now);
    return true;
  }
}
