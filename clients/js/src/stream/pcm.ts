/** Blocks of sound at any rate, cut into pieces of 16-bit samples at 16 kHz. */

export const SAMPLE_RATE = 16_000;
export const PIECE_SECONDS = 0.1;
const PIECE = SAMPLE_RATE * PIECE_SECONDS;
const FULL_SCALE = 32_767;

export class PcmPieces {
  readonly #step: number;
  readonly #made: (piece: Int16Array) => void;
  #piece = new Int16Array(PIECE);
  #filled = 0;
  #before = 0;
  #position = 0;

  /** `rate` is that of the blocks, in samples a second; `made` gets each piece. */
  constructor(rate: number, made: (piece: Int16Array) => void) {
    this.#step = rate / SAMPLE_RATE;
    this.#made = made;
  }

  /** Takes samples in -1…1; between two of them it interpolates linearly. */
  take(block: Float32Array): void {
    const at = (place: number) => (place < 0 ? this.#before : (block[place] ?? 0));
    for (; this.#position <= block.length - 1; this.#position += this.#step) {
      const whole = Math.floor(this.#position);
      const rest = this.#position - whole;
      this.#add(rest === 0 ? at(whole) : at(whole) * (1 - rest) + at(whole + 1) * rest);
    }
    this.#position -= block.length;
    this.#before = at(block.length - 1);
  }

  #add(sample: number): void {
    this.#piece[this.#filled] = Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
    this.#filled += 1;
    if (this.#filled < PIECE) return;
    this.#made(this.#piece);
    this.#piece = new Int16Array(PIECE);
    this.#filled = 0;
  }
}
