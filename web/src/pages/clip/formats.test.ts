import { describe, expect, it } from "vitest";
import { formatsOf } from "./formats";

/** Intl puts spaces that do not break, and a Latin c into the Russian second. */
const plain = (text: string) => text.replace(/\s/g, " ").replace("/c", "/с");

describe.each([
  ["en", ["900 byte", "2.1 GB", "1.5 MB/s", "2 min 5 sec", "+0.50"]],
  ["ru", ["900 Б", "2,1 ГБ", "1,5 МБ/с", "2 мин 5 с", "+0,50"]],
])("in %s", (language, expected) => {
  it("sizes, rates and times are written as people do", () => {
    const { bytes, rate, seconds, point } = formatsOf(language);
    const shown = [bytes(900), bytes(2_147_483_648), rate(1_500_000), seconds(125), point(0.5)];
    expect(shown.map(plain)).toEqual(expected);
  });
});

it("a whole minute is not sixty seconds", () => {
  expect(plain(formatsOf("en").seconds(59.7))).toBe("1 min 0 sec");
});
