import { expect, it } from "vitest";
import { Pace } from "./pace";

it("tells rate and time left from what was sent", () => {
  const pace = new Pace(10_000);
  pace.note(0, 0);
  expect(pace.note(2000, 1000)).toEqual({
    bytes: 2000,
    total: 10_000,
    rate: 2000,
    secondsLeft: 4,
  });
});

it("says nothing about the rate of the first moment", () => {
  const pace = new Pace(10_000);
  pace.note(0, 0);
  expect(pace.note(5000, 100)).toMatchObject({ rate: null, secondsLeft: null });
});

it("forgets how fast it was more than five seconds ago", () => {
  const pace = new Pace(1_000_000);
  pace.note(0, 0);
  pace.note(500_000, 1000);
  for (let second = 2; second <= 8; second++) pace.note(500_000 + second * 1000, 1000 * second);
  expect(pace.note(509_000, 9000).rate).toBeCloseTo(1000, -1);
});

it("has no time left to tell while nothing moves", () => {
  const pace = new Pace(1000);
  pace.note(0, 0);
  expect(pace.note(0, 2000)).toMatchObject({ rate: 0, secondsLeft: null });
});

it("does not count what surrounds the file on its way", () => {
  expect(new Pace(1000).note(1200, 0).bytes).toBe(1000);
});
