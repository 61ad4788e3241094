import { expect, test } from "@playwright/test";
import { lookAround } from "./walking";

test("the start page leads to every page", async ({ page }) => {
  await page.goto("/");
  for (const name of ["Live", "Clip", "Screening", "Watch and chat", "Recommend", "Ops"]) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveTitle(`${name} · Mien`);
    await expect(page.getByRole("main")).toBeFocused();
  }
  await page.getByRole("link", { name: "Mien, start page" }).click();
  await lookAround(page, "home");
});

test("Russian is kept, and the page says so to screen readers", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Language").selectOption("ru");
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");
  await page.reload();
  await expect(page.getByRole("link", { name: "Камера", exact: true })).toBeVisible();
});

test("dark colours can be chosen against the system", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).background);
  const light = await background();
  await page.getByLabel("Colours").selectOption("dark");
  expect(await background()).not.toBe(light);
});

test("the first key press skips to the content", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("an unknown address is a 404 with a clear body", async ({ request }) => {
  const response = await request.get("/nowhere");
  expect(response.status()).toBe(404);
  expect(await response.json()).toMatchObject({ code: "not-found" });
});
