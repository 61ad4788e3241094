/* Values over the advert's clock as smooth lines, added one reading at a time.

   (second, values) -> steps of the advert: sums and counts -> triangular mean around each step

A part that was watched twice averages; where nothing was read within reach, a line has a gap. */
import type { Columns } from "../../charts/time-chart";

const SHORTEST_STEP = 0.1;
const MOST_STEPS = 600;
const REACH_SECONDS = 0.5;
/** No line is drawn farther than this from a reading. */
const GAP_SECONDS = 0.25;

export class Curve {
  readonly #step: number;
  readonly #length: number;
  readonly #counts: Float64Array;
  readonly #sums: readonly Float64Array[];

  /** Of an advert of so many seconds; `lines` is how many values each reading has. */
  constructor(seconds: number, lines: number) {
    this.#step = Math.max(SHORTEST_STEP, seconds / MOST_STEPS);
    this.#length = Math.floor(seconds / this.#step + 1e-9) + 1;
    this.#counts = new Float64Array(this.#length);
    this.#sums = Array.from({ length: lines }, () => new Float64Array(this.#length));
  }

  /** What lies beyond the advert is left out. */
  add(seconds: number, values: readonly number[]): void {
    const place = Math.round(seconds / this.#step);
    const count = this.#counts[place];
    if (count === undefined) return;
    this.#counts[place] = count + 1;
    this.#sums.forEach((sums, line) => {
      sums[place] = (sums[place] ?? 0) + (values[line] ?? 0);
    });
  }

  /** The seconds of the steps, then a column a line. */
  columns(): Columns {
    const places = Array.from({ length: this.#length }, (_, place) => place);
    const weights = places.map((place) => this.#around(this.#counts, place));
    const near = places.map((place) => this.#near(place));
    const line = (sums: Float64Array) =>
      places.map((place) => {
        const weight = weights[place];
        return near[place] && weight ? this.#around(sums, place) / weight : null;
      });
    return [places.map((place) => place * this.#step), ...this.#sums.map(line)];
  }

  #near(place: number): boolean {
    const reach = Math.max(1, Math.floor(GAP_SECONDS / this.#step));
    return this.#counts.subarray(Math.max(0, place - reach), place + reach + 1).some(Boolean);
  }

  #around(values: Float64Array, place: number): number {
    const reach = Math.max(1, REACH_SECONDS / this.#step);
    let sum = 0;
    for (let away = Math.ceil(1 - reach); away < reach; away += 1) {
      sum += (1 - Math.abs(away) / reach) * (values[place + away] ?? 0);
    }
    return sum;
  }
}
