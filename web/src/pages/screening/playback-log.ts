/* Where the advert stood at any moment, so that each reading lands on what the viewer saw.

   player's state now and then -> notes -> clock of the camera's picture -> second of the advert

Between two notes the advert ran on at its rate, or stood. A jump, a stall and another rate each make
a note, so a part that is watched again has its own way back to the advert's clock. */

export interface Note {
  /** The clock that also stamps the camera's pictures, in seconds. */
  readonly at: number;
  /** The advert's currentTime. */
  readonly position: number;
  readonly moving: boolean;
  readonly rate: number;
}

/** Seconds by which the player may differ from what the last note foretells. */
const TOLERANCE = 0.03;

export class PlaybackLog {
  readonly #notes: Note[] = [];

  /** Takes the player's state; what the last note already says adds nothing. */
  note(note: Note): void {
    const last = this.#notes.at(-1);
    if (!last || !foretells(last, note)) this.#notes.push(note);
  }

  /** The advert's second at a time of the clock; null while it stood. */
  positionAt(clock: number): number | null {
    const note = this.#notes.findLast(({ at }) => at <= clock);
    return note?.moving ? after(note, clock) : null;
  }

  get length(): number {
    return this.#notes.length;
  }
}

function foretells(last: Note, next: Note): boolean {
  if (last.moving !== next.moving) return false;
  if (!last.moving) return true;
  return last.rate === next.rate && Math.abs(after(last, next.at) - next.position) < TOLERANCE;
}

function after(note: Note, clock: number): number {
  return note.position + (clock - note.at) * note.rate;
}
