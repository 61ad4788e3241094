import { describe, expect, test } from "vitest";
import { Pace } from "../src/stream/pace.js";
import { FULL, LOST, reasonFor, waitBefore } from "../src/stream/retry.js";
import { Counts } from "../src/stream/statistics.js";
import { Unanswered } from "../src/stream/unanswered.js";

describe("Pace", () => {
  const taken = (rate: number, period: number, seconds: number) => {
    const pace = new Pace(rate);
    const frames = Array.from({ length: (1000 * seconds) / period }, (_, n) => n * period);
    return frames.filter((now) => pace.takes(now)).length;
  };

  test("takes as many pictures as wanted of a faster camera", () => {
    expect(taken(10, 1000 / 30, 10)).toBeGreaterThanOrEqual(99);
    expect(taken(10, 1000 / 30, 10)).toBeLessThanOrEqual(101);
    expect(taken(10, 1000 / 24, 10)).toBeGreaterThanOrEqual(99);
  });

  test("takes each picture of a slower camera", () => {
    expect(taken(10, 200, 10)).toBe(50);
  });

  test("does not catch up at the start or after a pause", () => {
    const pace = new Pace(10);
    const taken = [0, 1, 2, 5000, 5001, 5050, 5099, 5100].filter((now) => pace.takes(now));
    expect(taken).toEqual([0, 5000, 5100]);
  });
});

describe("Unanswered", () => {
  const picture = { width: 64, height: 48 };
  const three = () => {
    const pictures = new Unanswered();
    for (const seconds of [1, 2, 3]) pictures.add({ seconds, at: 1000 * seconds, picture });
    return pictures;
  };

  test("an answer settles its picture and those that it replaced", () => {
    const pictures = three();
    expect(pictures.settle(2)).toEqual({ seconds: 2, at: 2000, picture });
    expect(pictures.count(3000)).toBe(1);
    expect(pictures.settle(3)?.seconds).toBe(3);
    expect(pictures.count(3000)).toBe(0);
  });

  test("one that is never answered stops counting after five seconds, and is owed", () => {
    const pictures = three();
    expect(pictures.count(6500)).toBe(2);
    expect(pictures.count(9000)).toBe(0);
    expect(pictures.owed(9000)).toBe(8000);
    pictures.clear();
    expect(pictures.owed(9000)).toBe(0);
  });
});

describe("waitBefore", () => {
  test("doubles up to ten seconds", () => {
    expect([1, 2, 3, 10, 100].map((attempt) => waitBefore(attempt, LOST, 0))).toEqual([
      500, 1000, 2000, 10_000, 10_000,
    ]);
  });

  test("is longer where the server is full", () => {
    expect(waitBefore(1, FULL, 0)).toBe(5000);
    expect(waitBefore(9, FULL, 0)).toBe(60_000);
  });

  test("is shorter by chance, by half at most", () => {
    expect(waitBefore(1, LOST, 1)).toBe(250);
    expect(waitBefore(1, LOST)).toBeGreaterThanOrEqual(250);
  });

  test("comes with a sentence that has the server's own reason", () => {
    expect(reasonFor(FULL, "64 streams are open already")).toContain("64 streams");
    expect(reasonFor(1006, "")).toBe("The connection to the server was lost.");
  });
});

describe("Counts", () => {
  test("tells answers a second, lag and round trip of the latest", () => {
    const counts = new Counts();
    for (let now = 100; now <= 3000; now += 100) counts.answer(now, 0.02, 0, now - 40);
    const { answered, lag, roundTrip, rate } = counts.snapshot(3000);
    expect({ answered, lag, rate }).toEqual({ answered: 30, lag: 0.02, rate: 10 });
    expect(roundTrip).toBeCloseTo(0.04);
    expect(counts.snapshot(6000).rate).toBe(0);
  });

  test("adds up what each connection dropped", () => {
    const counts = new Counts();
    counts.answer(0, 0, 3, 0);
    counts.reconnected();
    counts.answer(0, 0, 2, 0);
    expect(counts.snapshot(0).dropped).toBe(5);
  });
});
