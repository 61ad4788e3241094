import { afterEach, describe, expect, test, vi } from "vitest";
import { eachFrame } from "../src/stream/frames.js";
import { PieceTimes } from "../src/stream/sound-sender.js";

describe("PieceTimes", () => {
  const times = (...clock: number[]) => {
    const pieces = new PieceTimes();
    return clock.map((now) => pieces.next(now)).map((at) => at && Math.round(1000 * at) / 1000);
  };

  test("pieces follow each other, however they come in", () => {
    expect(times(5, 5.13, 5.29, 5.3, 5.3)).toEqual([4.9, 5, 5.1, 5.2, 5.3]);
  });

  test("a pause leaves a gap", () => {
    expect(times(5, 9, 9.1)).toEqual([4.9, 8.9, 9]);
  });

  test("a clock that stands still stops them, and one that goes on takes them up", () => {
    const still = times(5, 5, 5, 5, 5, 5, 6);
    expect(still.slice(3)).toEqual([null, null, null, 5.9]);
  });

  test("no piece begins before 0", () => {
    expect(times(0.02)).toEqual([0]);
  });
});

describe("eachFrame, where a browser has no frame callbacks", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("sees that the video moved on, until it is stopped", () => {
    vi.useFakeTimers();
    vi.stubGlobal("HTMLMediaElement", { HAVE_CURRENT_DATA: 2 });
    const video = { readyState: 0, currentTime: 0 };
    const seen = vi.fn();
    // @ts-expect-error: as much of a video as is looked at
    const stop = eachFrame(video, seen);
    const after = (readyState: number, currentTime: number) => {
      Object.assign(video, { readyState, currentTime });
      vi.advanceTimersByTime(200);
      return seen.mock.calls.length;
    };
    expect([after(1, 0), after(2, 0.1), after(2, 0.1), after(2, 0.2)]).toEqual([0, 1, 1, 2]);
    stop();
    expect(after(2, 0.3)).toBe(2);
  });
});
