import { LABELS } from "emotion-tracker-js";
import { describe, expect, it } from "vitest";
import { filtersSet, readWish, requestOf, USUAL, writeWish, yearsContradict } from "./wish";

const shares = Object.fromEntries(LABELS.map((label) => [label, label === "sad" ? 1 : 0]));

describe("a wish in the address", () => {
  it("comes back as it was written", () => {
    const wish = {
      ...USUAL,
      emotion: "fear",
      mode: "keepup",
      ranking: "score",
      from: 1980,
      to: 1999,
      votes: 50,
      diversity: 0.35,
      count: 24,
    } as const;
    expect(readWish(writeWish(wish))).toEqual(wish);
  });

  it("leaves out what is as usual but not the direction", () => {
    expect(writeWish({ ...USUAL, emotion: "happy" }).toString()).toBe("emotion=happy&mode=improve");
  });

  it("reads nonsense as the usual", () => {
    const query = new URLSearchParams("emotion=joyful&mode=worse&from=-3&votes=x&count=7");
    expect(readWish(query)).toEqual(USUAL);
  });
});

describe("the request", () => {
  it("waits for an expression", () => {
    expect(requestOf(USUAL, null)).toBeNull();
  });

  it("takes a picture's shares before an expression", () => {
    const read = shares as Parameters<typeof requestOf>[1];
    expect(requestOf({ ...USUAL, emotion: "happy" }, read)).toMatchObject({ emotions: shares });
  });

  it("is not made for years that contradict each other", () => {
    const wish = { ...USUAL, emotion: "sad", from: 2000, to: 1990 } as const;
    expect(yearsContradict(wish)).toBe(true);
    expect(requestOf(wish, null)).toBeNull();
  });

  it("has no years for products, which have none", () => {
    const wish = { ...USUAL, emotion: "sad", catalog: "products", from: 2000, to: 1990 } as const;
    expect(requestOf(wish, null)).not.toHaveProperty("year_from");
    expect(filtersSet(wish)).toBe(0);
  });
});
