import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { agree, lookAround } from "./walking";

const SMILING = join(import.meta.dirname, "..", "..", "tests", "data", "astronaut.png");

const cards = (page: Page) => page.getByRole("article");

async function choose(page: Page, group: string, name: string | RegExp): Promise<void> {
  await page.getByRole("group", { name: group }).getByText(name).click();
}

test("an expression gives films, each with its reason, and the address can be linked", async ({
  page,
}) => {
  test.slow();
  await page.goto("/recommend");
  await expect(page.getByText("Choose an expression above")).toBeVisible();
  await choose(page, "Apparent expression", "happy");
  await choose(page, "Direction", "More of the same");
  await expect(page.getByRole("heading", { name: "More of the same for “happy”" })).toBeVisible();
  await expect(page.getByText("12 films are shown. There are more.")).toBeVisible();
  await expect(cards(page)).toHaveCount(12);
  for (const card of await cards(page).all()) {
    await expect(card).toContainText("the whole list comes from Adventure");
    await expect(card).toContainText(/weighted over [\d,]+ votes/);
  }
  await expect(page).toHaveURL(/emotion=happy&mode=keepup/);
  const titles = await cards(page).getByRole("heading").allTextContents();
  await page.reload();
  await expect(cards(page).getByRole("heading")).toHaveText(titles);
  await lookAround(page, "recommend");
});

test("toward a better mood from sad gives comedies", async ({ page }) => {
  await page.goto("/recommend?emotion=sad&mode=improve");
  await expect(cards(page)).toHaveCount(12);
  for (const card of await cards(page).all()) await expect(card).toContainText("Comedy");
});

test("filters narrow, contradictions are said, and nothing found offers a way back", async ({
  page,
}) => {
  await page.goto("/recommend?emotion=sad&mode=improve");
  await page.getByText("Filters and order").click();
  await page.getByLabel("From year").fill("1990");
  await page.getByLabel("To year").fill("1994");
  await expect(page.getByText("Filters and order · 2 set")).toBeVisible();
  await expect(page).toHaveURL(/from=1990&to=1994/);
  await expect(page.getByRole("status").filter({ hasText: "shown" })).toBeVisible();
  await expect
    .poll(async () => {
      const facts = await page.getByRole("article").getByRole("list").allTextContents();
      return facts.length > 0 && facts.every((text) => /199[0-4]/.test(text));
    })
    .toBe(true);
  await page.getByLabel("To year").fill("1900");
  await expect(page.getByRole("alert")).toContainText("The first year is after the last one");
  await page.getByLabel("From year").fill("1900");
  await expect(page.getByText("Nothing in the catalog meets these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear years and votes" }).click();
  await expect(cards(page)).toHaveCount(12);
});

test("variety moves items and says from where", async ({ page }) => {
  await page.goto("/recommend?emotion=happy&mode=keepup&diversity=90");
  await expect(page.getByText(/Moved here from place \d+ for variety/).first()).toBeVisible();
});

test("more pages follow, and the keyboard goes on at the first new item", async ({ page }) => {
  await page.goto("/recommend?emotion=fear&mode=improve&count=6");
  await expect(cards(page)).toHaveCount(6);
  await page.getByRole("button", { name: "Show more" }).press("Enter");
  await expect(cards(page)).toHaveCount(12);
  await expect(cards(page).nth(6).getByRole("heading")).toBeFocused();
  const titles = await cards(page).getByRole("heading").allTextContents();
  expect(new Set(titles).size).toBe(12);
});

test("a catalog that changed between two pages starts the list anew", async ({ page }) => {
  await page.goto("/recommend?emotion=fear&mode=improve&count=6");
  await expect(cards(page)).toHaveCount(6);
  await page.route(
    "**/api/v1/recommend",
    (route) => {
      const body = { code: "catalog-changed", status: 409, detail: "changed", action: "again" };
      return route.fulfill({ status: 409, json: body });
    },
    { times: 1 },
  );
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByText("The catalog changed meanwhile")).toBeVisible();
  await expect(cards(page)).toHaveCount(6);
});

test("products come by tag and are marked as invented", async ({ page }) => {
  test.slow();
  await page.goto("/recommend?emotion=sad&mode=improve");
  await choose(page, "Catalog", "Products");
  await expect(page.getByText("12 products are shown.")).toBeVisible();
  await expect(cards(page).first()).toContainText("price");
  await expect(cards(page).first()).toContainText(/gets \d+% of the list/);
  await expect(cards(page).first()).toContainText("Invented product");
  await expect(page.getByText("none of them can be bought")).toBeVisible();
  await lookAround(page, "recommend-products");
});

test("a picture is read only after consent, and its shares make the list", async ({ page }) => {
  test.slow();
  await page.goto("/recommend");
  await choose(page, "Apparent expression", "from a picture");
  await agree(page, "Go on to the picture");
  await page.getByLabel("A picture from this device").setInputFiles(SMILING);
  await expect(page.getByText("This face looks most like “happy”.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^happy\d+%$/ })).toHaveAttribute(
    "data-leading",
    "true",
  );
  await expect(cards(page)).toHaveCount(12);
  await expect(cards(page).first()).toContainText(/gets \d+% of the list/);
  expect(page.url()).not.toContain("emotion");
  await lookAround(page, "recommend-picture");
  await choose(page, "Apparent expression", "sad");
  await expect(page.getByRole("heading", { name: "from “sad”" })).toBeVisible();
});

test("one snapshot of the camera is read, and the camera is let go", async ({ page }) => {
  await page.goto("/recommend");
  await choose(page, "Apparent expression", "from a picture");
  await agree(page, "Go on to the picture");
  await page.getByRole("button", { name: "Take one with the camera" }).click();
  const video = page.locator("video");
  await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.videoWidth)).toBe(640);
  await page.getByRole("button", { name: "Take the picture" }).click();
  await expect(page.getByText(/This face looks most like|No face was found/)).toBeVisible();
  await expect(video).toHaveCount(0);
});

test("what is no picture is refused in words", async ({ page }) => {
  await page.goto("/recommend");
  await choose(page, "Apparent expression", "from a picture");
  await agree(page, "Go on to the picture");
  const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("words") };
  await page.getByLabel("A picture from this device").setInputFiles(file);
  await expect(page.getByRole("alert")).toContainText("cannot be read as a picture");
  await page.getByLabel("A picture from this device").setInputFiles(SMILING);
  await expect(page.getByText("This face looks most like “happy”.")).toBeVisible();
});

test("a poster that does not load leaves a cover, one that does is shown", async ({ page }) => {
  const posters = ["https://posters.invalid/gone.jpg", "https://posters.invalid/there.png"];
  await page.route("https://posters.invalid/there.png", (route) =>
    route.fulfill({ path: SMILING, contentType: "image/png" }),
  );
  await page.route("**/api/v1/recommend", async (route) => {
    const response = await route.fetch();
    const body: { movies: object[] } = await response.json();
    const movies = body.movies.map((film, k) => ({ ...film, poster_url: posters[k] ?? null }));
    await route.fulfill({ response, json: { ...body, movies } });
  });
  await page.goto("/recommend?emotion=happy&mode=keepup&count=6");
  await expect(cards(page)).toHaveCount(6);
  await expect(cards(page).nth(0).locator(".cover")).toBeVisible();
  const shown = cards(page).nth(1).locator("img");
  await expect(shown).toHaveAttribute("referrerpolicy", "no-referrer");
  await expect.poll(() => shown.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(512);
});

test("a server that is gone is said, and trying again recovers", async ({ page }) => {
  await page.goto("/recommend");
  await page.route("**/api/v1/recommend", (route) => route.abort());
  await choose(page, "Apparent expression", "happy");
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached.");
  await page.unroute("**/api/v1/recommend");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(cards(page)).toHaveCount(12);
});

test("Russian has its own plurals and reasons", async ({ page }) => {
  await page.goto("/recommend?emotion=happy&mode=keepup");
  await page.getByLabel("Language").selectOption("ru");
  await expect(page.getByText("Показано 12 фильмов. Есть ещё.")).toBeVisible();
  await expect(cards(page).first()).toContainText("весь список взят из Adventure");
});
