import { expect, type Page, test } from "@playwright/test";
import { agree, lookAround } from "./walking";

async function start(page: Page) {
  await page.goto("/live");
  await agree(page, "Start the camera");
  await expect(page.locator(".face-box")).toBeVisible();
}

const plane = (page: Page) => page.getByRole("img", { name: /Circumplex/ });
const pastPoints = async (page: Page) =>
  Number(await page.getByRole("img", { name: /Probabilities/ }).getAttribute("data-points"));

test("the camera starts only after the notice was agreed to", async ({ page }) => {
  await page.goto("/live");
  await expect(page.getByText("apparent expression", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Start the camera" })).toBeDisabled();
  await expect(page.locator("video")).toHaveCount(0);
  await lookAround(page, "live-consent");
});

test("a smiling face has a box over it and stands right of centre", async ({ page }) => {
  await start(page);
  await expect(plane(page)).toHaveAttribute("data-valence", /^0\.[2-9]/);
  await expect(page.getByText("Apparent expression: happy")).toBeVisible();
  const picture = await page.locator(".live-view video").boundingBox();
  const box = await page.locator(".face-box").boundingBox();
  if (!picture || !box) throw new Error("the picture or its box is not shown");
  const middle = box.x + box.width / 2 - picture.x;
  expect(middle / picture.width).toBeGreaterThan(0.3);
  expect(middle / picture.width).toBeLessThan(0.7);
  expect(box.y + box.height / 2).toBeLessThan(picture.y + 0.75 * picture.height);
  expect(box.height).toBeGreaterThan(0.2 * picture.height);
});

test("chart and trail move, and the numbers say how the stream does", async ({ page }) => {
  await start(page);
  const before = await pastPoints(page);
  await expect.poll(() => pastPoints(page)).toBeGreaterThan(before + 20);
  for (const name of ["rate", "lag", "round_trip"]) {
    await expect(page.locator(`[data-statistic=${name}] dd`)).toHaveText(/[1-9]/);
  }
  await lookAround(page, "live");
});

test("pausing sends nothing more, and resuming goes on", async ({ page }) => {
  await start(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: nothing is sent.")).toBeVisible();
  await page.waitForTimeout(500);
  const paused = await pastPoints(page);
  await page.waitForTimeout(1000);
  expect(await pastPoints(page)).toBe(paused);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect.poll(() => pastPoints(page)).toBeGreaterThan(paused);
});

test("forgetting lets go of the camera and asks again", async ({ page }) => {
  await start(page);
  const live = await page.evaluateHandle(() => document.querySelector("video")?.srcObject);
  await page.getByRole("button", { name: "Stop and forget" }).click();
  const states = await live.evaluate((stream) =>
    stream instanceof MediaStream ? stream.getTracks().map((track) => track.readyState) : [],
  );
  expect(new Set(states)).toEqual(new Set(["ended"]));
  await expect(page.getByLabel("I have read this and agree")).not.toBeChecked();
});

test("leaving the page lets go of the camera too", async ({ page }) => {
  await start(page);
  const live = await page.evaluateHandle(() => document.querySelector("video")?.srcObject);
  await page.getByRole("navigation").getByRole("link", { name: "Recommend" }).click();
  await expect
    .poll(() => live.evaluate((stream) => stream instanceof MediaStream && stream.active))
    .toBe(false);
});
