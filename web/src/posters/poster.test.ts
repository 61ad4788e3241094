import { expect, it } from "vitest";
import { hueOf, lettersOf } from "./poster";

it("a cover has the letters of the words that tell titles apart", () => {
  expect(lettersOf("The Lord of the Rings")).toBe("LR");
  expect(lettersOf("Inception")).toBe("I");
  expect(lettersOf("The")).toBe("T");
  expect(lettersOf("Ёлки")).toBe("Ё");
});

it("a cover's colour stays with its title", () => {
  expect(hueOf("Alien")).toBe(hueOf("Alien"));
  expect(hueOf("Alien")).not.toBe(hueOf("Aliens"));
});
