import { describe, expect, it } from "vitest";
import { PlaybackLog } from "./playback-log";

/** The state of a player at each moment of a story, noted every 50 ms as the page does. */
function played(...story: { from: number; position: number; rate: number }[]): PlaybackLog {
  const log = new PlaybackLog();
  for (let tick = 0; tick < 400; tick += 1) {
    const at = 100 + tick * 0.05;
    const part = story.findLast(({ from }) => from <= at + 1e-9);
    if (!part) continue;
    const position = part.position + (at - part.from) * part.rate;
    log.note({ at, position, moving: part.rate > 0, rate: part.rate || 1 });
  }
  return log;
}

describe("the advert's clock", () => {
  it("runs with the camera's while the advert plays", () => {
    const log = played({ from: 101, position: 0, rate: 1 });
    expect(log.positionAt(103.25)).toBeCloseTo(2.25, 6);
  });

  it("is unknown before the advert begins", () => {
    expect(played({ from: 101, position: 0, rate: 1 }).positionAt(100.9)).toBeNull();
    expect(new PlaybackLog().positionAt(5)).toBeNull();
  });

  it("leaves out what was seen while the advert stood, and goes on where it stood", () => {
    const log = played(
      { from: 100, position: 0, rate: 1 },
      { from: 103, position: 3, rate: 0 },
      { from: 110, position: 3, rate: 1 },
    );
    expect(log.positionAt(104)).toBeNull();
    expect(log.positionAt(109.9)).toBeNull();
    expect(log.positionAt(111)).toBeCloseTo(4, 6);
  });

  it("follows a jump back and a jump ahead", () => {
    const log = played(
      { from: 100, position: 0, rate: 1 },
      { from: 106, position: 1, rate: 1 },
      { from: 108, position: 20, rate: 1 },
    );
    expect(log.positionAt(105)).toBeCloseTo(5, 6);
    expect(log.positionAt(107)).toBeCloseTo(2, 6);
    expect(log.positionAt(109)).toBeCloseTo(21, 6);
  });

  it("keeps to readings before a jump that come late", () => {
    const log = played({ from: 100, position: 0, rate: 1 }, { from: 110, position: 6, rate: 1 });
    expect(log.positionAt(109.5)).toBeCloseTo(9.5, 6);
  });

  it("follows another rate", () => {
    const log = played(
      { from: 100, position: 0, rate: 1 },
      { from: 102, position: 2, rate: 2 },
      { from: 104, position: 6, rate: 0.5 },
    );
    expect(log.positionAt(103)).toBeCloseTo(4, 6);
    expect(log.positionAt(106)).toBeCloseTo(7, 6);
  });

  it("catches up with a player that falls behind little by little", () => {
    const log = played({ from: 100, position: 0, rate: 0.98 });
    expect(log.positionAt(119)).toBeCloseTo(19 * 0.98, 1);
  });

  it("grows with what happens, not with time", () => {
    expect(played({ from: 100, position: 0, rate: 1 }).length).toBe(1);
  });
});
