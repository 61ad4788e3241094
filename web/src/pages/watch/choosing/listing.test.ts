import type { Product } from "emotion-tracker-js";
import { expect, test } from "vitest";
import { speaksOf } from "./listing";

const LAMP: Product = {
  product_id: "lamp",
  name: "Salt lamp",
  category: "home comfort",
  tags: ["calming", "evening"],
  description: "A warm glow.",
  price: 20,
  image_url: null,
  score: 8,
  tag_name: "calming",
  synthetic: false,
};

test("a product is found by every word, wherever it stands", () => {
  expect(speaksOf(LAMP, "LAMP even")).toBe(true);
  expect(speaksOf(LAMP, "glow comfort ")).toBe(true);
  expect(speaksOf(LAMP, "lamp morning")).toBe(false);
});

test("no words find everything", () => {
  expect(speaksOf(LAMP, "  ")).toBe(true);
});
