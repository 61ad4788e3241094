/** Lets pictures through at a steady rate, whatever the rate at which they come. */
export class Pace {
  readonly #period: number;
  #due = Number.NEGATIVE_INFINITY;

  /** `rate` is in pictures a second. */
  constructor(rate: number) {
    this.#period = 1000 / rate;
  }

  /** Whether a picture at `now` (ms) is due. One that comes a little late delays no other. */
  takes(now: number): boolean {
    if (now < this.#due) return false;
    const late = now - this.#due;
    this.#due = now + this.#period - (late < this.#period ? late : 0);
    return true;
  }
}
